package io.faasbatch.grouping.keepalive;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keep-alive policies there are, by the names that configuration uses. */
public final class KeepAlives {

    private KeepAlives() {}

    /**
     * A new policy, for one worker.
     *
     * @param lifetime how long an unused container is kept, where the policy is fixed or knows nothing yet
     */
    public static Optional<KeepAlive> byName(String name, Duration lifetime) {
        return switch (name) {
            case FixedLifetime.NAME -> Optional.of(new FixedLifetime(lifetime));
            case HybridHistogram.NAME -> Optional.of(new HybridHistogram(lifetime));
            case GreedyDual.NAME -> Optional.of(new GreedyDual());
            default -> Optional.empty();
        };
    }

    /** All names. */
    public static List<String> names() {
        return List.of(FixedLifetime.NAME, HybridHistogram.NAME, GreedyDual.NAME);
    }
}
