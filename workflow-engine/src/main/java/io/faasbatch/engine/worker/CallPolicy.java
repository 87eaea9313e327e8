package io.faasbatch.engine.worker;

import java.time.Duration;

/**
 * How often asynchronous calls and their callbacks are tried. Pauses double.
 *
 * @param attempts of a call whose function fails, at least 1
 * @param firstPause before the second attempt
 * @param deliveries of a callback, at least 1
 * @param firstDeliveryPause before the second delivery
 */
public record CallPolicy(int attempts, Duration firstPause, int deliveries, Duration firstDeliveryPause) {

    public static final Duration DEFAULT_FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    public CallPolicy {
        if (attempts < 1 || deliveries < 1) {
            throw new IllegalArgumentException("attempts and deliveries are at least 1");
        }
    }

    /** The pause after so many failures. */
    Duration pauseAfter(int failures) {
        return doubled(firstPause, failures);
    }

    /** The pause after so many deliveries in vain. */
    Duration deliveryPauseAfter(int inVain) {
        return doubled(firstDeliveryPause, inVain);
    }

    private static Duration doubled(Duration first, int times) {
        Duration pause = first.multipliedBy(1L << Math.clamp(times - 1, 0, 20));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
}
