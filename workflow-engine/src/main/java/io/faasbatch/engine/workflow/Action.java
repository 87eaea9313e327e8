package io.faasbatch.engine.workflow;

import io.faasbatch.engine.function.FunctionName;
import java.util.List;
import java.util.Optional;

/** What a step does. */
public sealed interface Action {

    /** Invokes a function; what it returns is the result. */
    record Invoke(FunctionName function, Template input) implements Action {}

    /**
     * Runs nested steps; the output of their graph is the result.
     *
     * @param input what the nested steps see as {@code input}; empty means the input around them
     */
    record Nested(Graph graph, Optional<Template> input) implements Action {}

    /** Runs another workflow inside this execution; its output is the result. It sees nothing but {@code input}. */
    record SubWorkflow(WorkflowName workflow, Template input) implements Action {}

    /** Waits for a time, given as text such as {@code 10s} or as seconds. The result is null. */
    record WaitFor(Template duration) implements Action {}

    /** Waits until an instant, given as RFC 3339; one that has passed is no wait. The result is null. */
    record WaitUntil(Template instant) implements Action {}

    /** The value is the result. */
    record SetValue(Template value) implements Action {}

    /** Fails with an error of this type; it can be caught like any other. */
    record Fail(String type, Template message) implements Action {}

    /** Ends the graph the step is in at once, with this output; what still runs in it is cancelled. */
    record Succeed(Template output) implements Action {}

    /** The first case that holds says which steps go on; the others it names are skipped. The result is the array of their names. */
    record Switch(List<Case> cases) implements Action {

        public Switch {
            cases = List.copyOf(cases);
        }

        /** Every step that some case names. */
        public List<String> targets() {
            return cases.stream().flatMap(one -> one.then().stream()).distinct().toList();
        }
    }

    /**
     * One way of a switch.
     *
     * @param when empty for the default, which is the last
     * @param then steps of the same graph; may be empty
     */
    record Case(Optional<Template> when, List<String> then) {

        public Case {
            then = List.copyOf(then);
        }
    }
}
