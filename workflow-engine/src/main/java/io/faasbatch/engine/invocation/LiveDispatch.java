package io.faasbatch.engine.invocation;

import java.util.concurrent.atomic.AtomicReference;

/**
 * The {@link DispatchDefaults} of this worker now: what it was configured with, until an operator chooses otherwise. A choice counts for every
 * invocation that arrives after it, is not written down, and ends with the worker. Thread-safe.
 */
public final class LiveDispatch {

    private final AtomicReference<DispatchDefaults> defaults;

    public LiveDispatch(DispatchDefaults configured) {
        defaults = new AtomicReference<>(configured);
    }

    public DispatchDefaults defaults() {
        return defaults.get();
    }

    public DispatchChoice choice() {
        DispatchDefaults now = defaults.get();
        return new DispatchChoice(now.strategy(), now.interval(), now.latencyTarget());
    }

    /** Replaces the choice as a whole; the limits stay as configured. */
    public void choose(DispatchChoice choice) {
        defaults.updateAndGet(before -> new DispatchDefaults(
                choice.strategy(),
                choice.interval(),
                before.maxContainersPerFunction(),
                before.maxPending(),
                choice.latencyTarget(),
                before.cores()));
    }
}
