package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.protocol.ErrorDetail;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The types of errors an execution can end with, besides those of its functions. */
final class StepErrors {

    static final String EXPRESSION = "ExpressionError";
    static final String BAD_FOREACH = "BadForeach";
    static final String FOREACH_TOO_LARGE = "ForeachTooLarge";
    static final String FUNCTION_NOT_FOUND = "FunctionNotFound";
    static final String WORKFLOW_NOT_FOUND = "WorkflowNotFound";
    static final String TOO_MANY_STEPS = "TooManySteps";
    static final String TOO_DEEP = "TooDeep";
    static final String ENGINE = "EngineError";

    /** Stands, in a retry or catch, for whatever user code throws. */
    private static final String FUNCTION_ERROR = "FunctionError";

    /** Types that are the engine's, not the function's. */
    private static final Set<String> OURS = Set.of(
            ErrorDetail.TIMEOUT,
            ErrorDetail.CANCELLED,
            ErrorDetail.CRASHED,
            ErrorDetail.INVALID_INPUT,
            ErrorDetail.INVALID_OUTPUT,
            ErrorDetail.OUTPUT_TOO_LARGE,
            "InputTooLarge",
            "ValueMissing",
            "OutOfMemory",
            PlatformErrors.START_FAILED,
            PlatformErrors.WORKER_STOPPED,
            EXPRESSION,
            BAD_FOREACH,
            FOREACH_TOO_LARGE,
            FUNCTION_NOT_FOUND,
            WORKFLOW_NOT_FOUND,
            TOO_MANY_STEPS,
            TOO_DEEP,
            ENGINE);

    private StepErrors() {}

    /** Whether an error is one of those that a retry or catch is for; an empty set is for all. */
    static boolean matches(Set<String> on, ErrorDetail error) {
        return on.isEmpty()
                || on.contains(error.type())
                || (on.contains(FUNCTION_ERROR) && !OURS.contains(error.type()));
    }

    /** As expressions see it. */
    static JsonNode json(ErrorDetail error) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", error.type());
        json.put("message", error.message());
        if (error.stack() != null) {
            json.put("stack", error.stack());
        }
        return json;
    }
}
