package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.protocol.ErrorDetail;
import java.util.Set;

/** The types of errors an execution can end with, besides those of its functions. */
final class StepErrors {

    static final String EXPRESSION = "ExpressionError";
    static final String NOT_AN_ARRAY = "BadForeach";
    static final String TOO_MANY_ELEMENTS = "ForeachTooLarge";
    static final String FUNCTION_NOT_FOUND = "FunctionNotFound";
    static final String WORKFLOW_NOT_FOUND = "WorkflowNotFound";

    /** Stands, in a retry, for whatever user code throws. */
    private static final String FUNCTION_ERROR = "FunctionError";

    /** Types that are the engine's, not the function's. */
    private static final Set<String> OURS = Set.of(
            ErrorDetail.TIMEOUT,
            ErrorDetail.CANCELLED,
            ErrorDetail.CRASHED,
            "OutOfMemory",
            PlatformErrors.START_FAILED,
            "OutputTooLarge",
            EXPRESSION,
            NOT_AN_ARRAY,
            TOO_MANY_ELEMENTS,
            FUNCTION_NOT_FOUND);

    private StepErrors() {}

    /** Whether an error is one of those a retry is for; an empty set is for all. */
    static boolean isRetried(Set<String> on, ErrorDetail error, InvocationStatus status) {
        if (on.isEmpty() || on.contains(error.type())) {
            return true;
        }
        if (status == InvocationStatus.TIMED_OUT) {
            return on.contains(ErrorDetail.TIMEOUT);
        }
        return on.contains(FUNCTION_ERROR) && !OURS.contains(error.type());
    }
}
