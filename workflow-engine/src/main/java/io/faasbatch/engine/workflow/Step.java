package io.faasbatch.engine.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A vertex of a graph: an action, done once or for each element of {@code foreach}.
 *
 * <p>An edge is alive or dead. Edges of a step that ended well or was skipped by {@code when} are alive, except those of a switch to steps it did not
 * choose, and those to the handlers of its errors. Edges of a failed step are dead, except the one to the handler that catches its error. A step starts when all its edges are decided and at
 * least one of them is alive; when all are dead it is skipped, and its own edges are dead.
 *
 * @param after the steps of the same graph that come before: those named under {@code after}, those its expressions name, the switch steps that
 *     can choose it, and the steps whose errors it handles
 * @param when the step is skipped when this is false; its output is null then
 * @param output makes the step's output of its {@code result}; empty: the result is the output
 * @param retry of the action; with a foreach, of each element
 * @param catches the first that fits a failed step's error names the step that goes on
 * @param timeout of one attempt of the action, with a foreach of one element; for a function its own when empty
 */
public record Step(
        String name,
        Action action,
        Set<String> after,
        Optional<Template> when,
        Optional<Foreach> foreach,
        Optional<Template> output,
        Retry retry,
        List<Catch> catches,
        Optional<Duration> timeout,
        Hints hints) {

    public Step {
        after = Set.copyOf(after);
        catches = List.copyOf(catches);
    }

    /** The same step with other edges. */
    Step withAfter(Set<String> others) {
        return new Step(name, action, others, when, foreach, output, retry, catches, timeout, hints);
    }

    /**
     * Does the action for each element, and gives the array of results in order; over an object, an object with its keys.
     *
     * @param items gives an array or object
     * @param maxParallel most elements under way at a time; {@link Integer#MAX_VALUE} for all
     */
    public record Foreach(Template items, int maxParallel) {}

    /**
     * Handles errors.
     *
     * @param on types of errors, as in {@link Retry}; empty means every type
     * @param handler a step of the same graph, which sees {@code steps.NAME.error}
     */
    public record Catch(Set<String> on, String handler) {

        public Catch {
            on = Set.copyOf(on);
        }
    }
}
