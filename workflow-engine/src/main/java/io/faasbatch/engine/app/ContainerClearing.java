package io.faasbatch.engine.app;

import io.faasbatch.engine.container.Cleared;
import java.time.Duration;

/** Removes the containers of this worker that have a function: those that have nothing to do, or each as soon as it has nothing to do. Stateless. */
final class ContainerClearing {

    /** How long busy containers are waited for; what is left then is told. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final ContainerListing listing;

    ContainerClearing(ContainerListing listing) {
        this.listing = listing;
    }

    Cleared idle() {
        int removed = listing.clear();
        long left = listing.containers().stream()
                .filter(container -> !container.isGeneric())
                .count();
        return new Cleared(removed, Math.toIntExact(left));
    }

    /** Returns when no container is left, or after the longest wait. */
    Cleared all() {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        Cleared cleared = idle();
        try {
            while (cleared.left() > 0 && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_AGAIN);
                Cleared more = idle();
                cleared = new Cleared(cleared.removed() + more.removed(), more.left());
            }
        } catch (InterruptedException e) {
            // The worker stops, which removes the rest.
            Thread.currentThread().interrupt();
        }
        return cleared;
    }
}
