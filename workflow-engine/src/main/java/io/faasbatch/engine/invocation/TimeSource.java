package io.faasbatch.engine.invocation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of the engine: the one on the wall for what is shown, a monotonic one for what is measured.
 *
 * @param nanos ever rising, of arbitrary origin, as {@link System#nanoTime}
 */
public record TimeSource(InstantSource wall, LongSupplier nanos) {

    public static final TimeSource SYSTEM = new TimeSource(InstantSource.system(), System::nanoTime);

    public Instant now() {
        return wall.instant();
    }

    public long nanoTime() {
        return nanos.getAsLong();
    }

    /** How long it is until {@code instant}; zero when it has passed. */
    public Duration until(Instant instant) {
        Duration left = Duration.between(now(), instant);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
