package io.faasbatch.engine.app;

import io.faasbatch.engine.container.RealTime;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.invocation.StrategyCheck;
import io.faasbatch.grouping.Strategies;
import java.util.Optional;

/** Which strategies the worker's machine allows: {@code sfs} needs the real-time class. What was allowed once stays so. Thread-safe. */
final class HostStrategies implements StrategyCheck {

    private final Sandbox sandbox;
    private volatile boolean realTime;

    HostStrategies(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public Optional<String> refusal(String strategy) {
        if (!strategy.equals(Strategies.SFS) || realTime) {
            return Optional.empty();
        }
        Optional<String> refusal = sandbox.realTime()
                .map(RealTime::refusal)
                .orElseGet(() -> Optional.of("the sandbox " + sandbox.name()
                        + " cannot give functions the real-time class; faasbatch.sandbox=docker can"));
        realTime = refusal.isEmpty();
        return refusal;
    }
}
