package io.faasbatch.engine.invocation;

import java.util.Optional;

/** Tells which strategies this worker can keep. */
public interface StrategyCheck {

    /** What is missing for the strategy; empty when nothing is. */
    Optional<String> refusal(String strategy);
}
