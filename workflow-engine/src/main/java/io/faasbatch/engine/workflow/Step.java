package io.faasbatch.engine.workflow;

import io.faasbatch.engine.function.FunctionName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A vertex of a workflow: invokes a function once, or once per element of {@code foreach}.
 *
 * @param after the steps that must have ended before this one starts: those named under {@code after} and those its expressions name
 * @param input evaluated per invocation; inside a foreach with {@code item} and {@code index}
 * @param foreach gives the array whose elements are invoked, each on its own; the output is the array of results, in order
 * @param when the step is skipped when this is false; its output is null then
 * @param timeout of one attempt; the function's own when empty
 */
public record Step(
        String name,
        FunctionName function,
        Set<String> after,
        Template input,
        Optional<Template> foreach,
        Optional<Template> when,
        Retry retry,
        Optional<Duration> timeout) {

    public Step {
        after = Set.copyOf(after);
    }
}
