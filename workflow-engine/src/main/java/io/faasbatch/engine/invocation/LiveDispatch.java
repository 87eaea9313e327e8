package io.faasbatch.engine.invocation;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The {@link DispatchDefaults} of this worker now: what it was configured with, until an operator chooses otherwise. A choice counts for every
 * invocation that arrives after it, is not written down, and ends with the worker. Thread-safe.
 */
public final class LiveDispatch {

    private final AtomicReference<State> state;

    private record State(DispatchDefaults defaults, DispatchChoice choice) {}

    public LiveDispatch(DispatchDefaults configured) {
        state = new AtomicReference<>(new State(
                configured, new DispatchChoice(configured.strategy(), configured.interval(), Optional.empty())));
    }

    public DispatchDefaults defaults() {
        return state.get().defaults();
    }

    public DispatchChoice choice() {
        return state.get().choice();
    }

    /** Replaces the choice as a whole; the limits stay as configured. */
    public void choose(DispatchChoice choice) {
        state.updateAndGet(before -> new State(
                new DispatchDefaults(
                        choice.strategy(),
                        choice.interval(),
                        before.defaults().maxContainersPerFunction(),
                        before.defaults().maxPending()),
                choice));
    }
}
