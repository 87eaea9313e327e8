package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.invocation.InvocationId;
import java.util.Optional;

/**
 * Where the worker of an execution is killed: right before the first checkpoint that tells of a moment is sent, or right after it was answered. The id of
 * an execution carries its kill point, so that a worker needs to be told nothing else.
 */
record KillPoint(boolean before, Moment moment) {

    private static final String BEFORE = "before-";
    private static final String AFTER = "after-";

    ExecutionId executionId() {
        String random = InvocationId.random().value().substring(0, 8);
        return new ExecutionId((before ? BEFORE : AFTER) + moment + "-" + random);
    }

    /** Empty for an execution that is to run undisturbed. */
    static Optional<KillPoint> of(ExecutionId id) {
        String text = id.value();
        if (!text.startsWith(BEFORE) && !text.startsWith(AFTER)) {
            return Optional.empty();
        }
        String moment = text.substring(text.indexOf('-') + 1, text.lastIndexOf('-'));
        return Optional.of(new KillPoint(text.startsWith(BEFORE), Moment.parse(moment)));
    }

    @Override
    public String toString() {
        return (before ? BEFORE : AFTER) + moment;
    }
}
