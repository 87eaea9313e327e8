package io.faasbatch.gateway.graph;

import com.fasterxml.jackson.annotation.JsonValue;
import io.faasbatch.engine.workflow.Action;
import java.util.Locale;

/** What a step does, in a word. */
public enum Kind {
    FUNCTION,
    STEPS,
    WORKFLOW,
    WAIT,
    SET,
    FAIL,
    SUCCEED,
    SWITCH;

    public static Kind of(Action action) {
        return switch (action) {
            case Action.Invoke _ -> FUNCTION;
            case Action.Nested _ -> STEPS;
            case Action.SubWorkflow _ -> WORKFLOW;
            case Action.WaitFor _, Action.WaitUntil _ -> WAIT;
            case Action.SetValue _ -> SET;
            case Action.Fail _ -> FAIL;
            case Action.Succeed _ -> SUCCEED;
            case Action.Switch _ -> SWITCH;
        };
    }

    /** As JSON has it. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
