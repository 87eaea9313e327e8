package io.faasbatch.engine.workflow;

import java.util.Set;

/** Where a step stands, and which keys make no sense there. */
enum StepRole {

    /** Among the steps of a graph. */
    STEP,

    /** Beside others that run at the same time: it can neither wait for them nor choose them. */
    BRANCH,

    /** After everything else, alone. */
    ON_FAILURE;

    static final Set<String> NOT_IN_BRANCH = Set.of("after", "catch", "switch");
    static final Set<String> NOT_ON_FAILURE =
            Set.of("after", "when", "foreach", "maxParallel", "catch", "switch", "fail", "succeed");

    /** What is wrong with the key here; empty when nothing is. */
    String refusal(String key) {
        return switch (this) {
            case STEP -> "";
            case BRANCH ->
                NOT_IN_BRANCH.contains(key) ? "does not work in a branch of parallel: it does not know the others" : "";
            case ON_FAILURE ->
                NOT_ON_FAILURE.contains(key) ? "does not work in onFailure, which runs once and alone" : "";
        };
    }
}
