package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Waits for the end of an execution, on the caller's own (virtual) thread. */
final class ExecutionWait {

    private final ExecutionStore store;
    private final Semaphore places;

    /** @param most waits at a time */
    ExecutionWait(ExecutionStore store, int most) {
        this.store = store;
        this.places = new Semaphore(most);
    }

    /** The execution as it is when it ends or the time is over; at once when too many wait already. */
    Optional<Execution> await(ExecutionId id, Duration most) throws InterruptedException {
        if (most.isPositive() && places.tryAcquire()) {
            try {
                awaitEnd(id, System.nanoTime() + most.toNanos());
            } finally {
                places.release();
            }
        }
        return store.find(id);
    }

    private void awaitEnd(ExecutionId id, long deadline) throws InterruptedException {
        try (Bell bell = new Bell(store, id)) {
            while (!store.status(id).map(ExecutionStatus::ended).orElse(true)) {
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                if (!left.isPositive()) {
                    return;
                }
                bell.await(left);
            }
        }
    }
}
