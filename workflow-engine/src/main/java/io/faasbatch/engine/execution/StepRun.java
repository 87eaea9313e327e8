package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.protocol.ErrorDetail;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;

/** One step of a running execution. Owned by the thread of its execution. */
final class StepRun {

    private final Step step;
    private final List<StepRun> followers = new ArrayList<>();
    private int waitsFor;
    private StepStatus status = StepStatus.PENDING;
    private List<ElementRun> elements = List.of();
    private int unfinishedElements;
    private @Nullable FunctionDefinition function;
    private @Nullable JsonNode output;
    private @Nullable ErrorDetail error;
    private int attemptsBefore;
    private List<InvocationRecord> invocationsBefore = List.of();

    StepRun(Step step) {
        this.step = step;
    }

    Step step() {
        return step;
    }

    String name() {
        return step.name();
    }

    StepStatus status() {
        return status;
    }

    void follow(StepRun earlier) {
        earlier.followers.add(this);
        waitsFor++;
    }

    List<StepRun> followers() {
        return followers;
    }

    /** One of the steps it waits for has ended; @return whether it was the last */
    boolean releaseOne() {
        return --waitsFor == 0;
    }

    boolean isReady() {
        return waitsFor == 0 && status == StepStatus.PENDING;
    }

    /** Takes over what a checkpoint says of a step that had ended. */
    void restore(StepRecord checkpoint) {
        status = checkpoint.status();
        output = checkpoint.output() == null ? NullNode.getInstance() : checkpoint.output();
        error = checkpoint.error();
        attemptsBefore = checkpoint.attempts();
        invocationsBefore = checkpoint.invocations();
    }

    void begin(FunctionDefinition resolved, List<ElementRun> all) {
        status = StepStatus.RUNNING;
        function = resolved;
        elements = List.copyOf(all);
        unfinishedElements = all.size();
    }

    FunctionDefinition function() {
        return Objects.requireNonNull(function, "a step that runs has a function");
    }

    List<ElementRun> elements() {
        return elements;
    }

    /** One element has its result; @return whether it was the last */
    boolean finishOne() {
        return --unfinishedElements == 0;
    }

    void succeed() {
        status = StepStatus.SUCCEEDED;
        output = step.foreach().isPresent() ? outputs() : outputOf(elements.getFirst());
    }

    private ArrayNode outputs() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(elements.size());
        elements.forEach(element -> array.add(outputOf(element)));
        return array;
    }

    private static JsonNode outputOf(ElementRun element) {
        JsonNode result = element.output();
        return result == null ? NullNode.getInstance() : result;
    }

    void skip() {
        status = StepStatus.SKIPPED;
        output = NullNode.getInstance();
    }

    void fail(ErrorDetail cause) {
        status = StepStatus.FAILED;
        error = cause;
    }

    void cancel() {
        elements.forEach(ElementRun::cancel);
        if (status == StepStatus.PENDING || status == StepStatus.RUNNING) {
            status = StepStatus.CANCELLED;
        }
    }

    /** Null for a skipped step; only of a step that ended well. */
    JsonNode output() {
        return Objects.requireNonNull(output, "a step that ended well has an output");
    }

    StepRecord record() {
        int attempts = elements.stream().mapToInt(ElementRun::attempts).max().orElse(attemptsBefore);
        List<InvocationRecord> invocations = elements.isEmpty()
                ? invocationsBefore
                : elements.stream()
                        .flatMap(element -> element.last().stream())
                        .map(StepRun::withoutOutput)
                        .toList();
        return new StepRecord(name(), status, attempts, output, error, invocations);
    }

    private static InvocationRecord withoutOutput(InvocationRecord full) {
        return new InvocationRecord(
                full.id(),
                full.function(),
                full.version(),
                full.status(),
                null,
                full.error(),
                full.timings(),
                full.container(),
                full.batch(),
                full.executionId(),
                full.step(),
                full.attempt(),
                full.createdAt(),
                full.startedAt(),
                full.endedAt());
    }
}
