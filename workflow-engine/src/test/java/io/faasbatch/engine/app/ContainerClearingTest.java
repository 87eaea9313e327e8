package io.faasbatch.engine.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.container.Cleared;
import io.faasbatch.engine.container.ContainerInfo;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerClearingTest {

    /** One container becomes idle, and so can be removed, each time somebody looks. */
    private static final class Emptying implements ContainerListing {

        private final Deque<ContainerInfo> busy = new ArrayDeque<>();
        private int idle;

        Emptying(int busy, int idle) {
            this.idle = idle;
            for (int i = 0; i < busy; i++) {
                this.busy.add(new ContainerInfo(
                        "c" + i, "d", "w", "f", "python3", "BUSY", 1, 1, 1, null, Instant.EPOCH, Instant.EPOCH));
            }
        }

        @Override
        public List<ContainerInfo> containers() {
            List<ContainerInfo> there = List.copyOf(busy);
            if (busy.poll() != null) {
                idle++;
            }
            return there;
        }

        @Override
        public int clear() {
            int removed = idle;
            idle = 0;
            return removed;
        }
    }

    @Test
    void busyContainersAreLeftAlone() {
        assertThat(new ContainerClearing(new Emptying(3, 2)).idle()).isEqualTo(new Cleared(2, 3));
    }

    @Test
    void busyContainersAreWaitedForWhenAllAreMeant() {
        assertThat(new ContainerClearing(new Emptying(3, 2)).all()).isEqualTo(new Cleared(5, 0));
    }
}
