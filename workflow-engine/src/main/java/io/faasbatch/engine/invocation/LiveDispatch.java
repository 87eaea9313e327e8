package io.faasbatch.engine.invocation;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.grouping.DispatchPolicy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The {@link DispatchDefaults} of this worker now: what it was configured with, until an operator chooses otherwise. A choice counts for every
 * invocation that arrives after it, is not written down, and ends with the worker. Thread-safe.
 */
public final class LiveDispatch {

    private final AtomicReference<DispatchDefaults> defaults;
    private final StrategyCheck check;

    /** On a worker that can keep every strategy. */
    public LiveDispatch(DispatchDefaults configured) {
        this(configured, _ -> Optional.empty());
    }

    /** @throws StrategyRefusedException when the worker cannot keep the configured strategy */
    public LiveDispatch(DispatchDefaults configured, StrategyCheck check) {
        this.check = check;
        defaults = new AtomicReference<>(configured);
        mustAllow(configured.strategy());
    }

    private void mustAllow(String strategy) {
        check.refusal(strategy).ifPresent(missing -> {
            throw new StrategyRefusedException(strategy, missing);
        });
    }

    public DispatchDefaults defaults() {
        return defaults.get();
    }

    public DispatchChoice choice() {
        DispatchDefaults now = defaults.get();
        return new DispatchChoice(now.strategy(), now.interval(), now.latencyTarget());
    }

    /**
     * What holds for one function.
     *
     * @throws StrategyRefusedException when the worker cannot keep the function's strategy
     */
    public DispatchPolicy policyOf(FunctionDefinition function) {
        DispatchPolicy policy = defaults.get().policyOf(function);
        mustAllow(policy.strategy().name());
        return policy;
    }

    /**
     * Replaces the choice as a whole; the limits stay as configured.
     *
     * @throws StrategyRefusedException when the worker cannot keep the chosen strategy; nothing has changed then
     */
    public void choose(DispatchChoice choice) {
        mustAllow(choice.strategy());
        defaults.updateAndGet(before -> new DispatchDefaults(
                choice.strategy(),
                choice.interval(),
                before.maxContainersPerFunction(),
                before.maxPending(),
                choice.latencyTarget(),
                before.cores(),
                before.lends()));
    }
}
