package io.faasbatch.engine.execution;

import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of a graph: the workflow's own, or one nested in a step. Joins are counters: the end of a step costs as much as it has followers, whatever the
 * size of the graph. Owned by the thread of its execution.
 */
final class GraphRun implements Scope.Results {

    /** Hears, once, how the graph ended. Nothing of it runs any more then. */
    interface Listener {

        void graphEnded(JsonNode output);

        void graphFailed(ErrorDetail error);
    }

    /**
     * Where a graph stands.
     *
     * @param path of its steps, as a prefix; empty for the execution's own
     * @param input what its expressions see as {@code input}
     * @param execution what they see as {@code execution}
     * @param around the graph whose steps they may name as well; null for a workflow's own
     * @param element of the foreach around it
     * @param error in the graph of {@code onFailure}
     * @param deadline of the step around it; null when there is none but the execution's
     * @param depth how many graphs are around it
     */
    record Place(
            String path,
            JsonNode input,
            JsonNode execution,
            @Nullable GraphRun around,
            Optional<Scope.Element> element,
            Optional<JsonNode> error,
            @Nullable Instant deadline,
            int depth) {

        String pathOf(String step) {
            return path.isEmpty() ? step : path + "." + step;
        }

        Scope scope(GraphRun graph) {
            return new Scope(input, graph, execution, element, Optional.empty(), error);
        }
    }

    private final RunContext context;
    private final Graph graph;
    private final Place place;
    private final Listener listener;
    private final Map<String, StepRun> steps = new LinkedHashMap<>();
    private int unfinished;
    private boolean over;

    GraphRun(RunContext context, Graph graph, Place place, Listener listener) {
        this.context = context;
        this.graph = graph;
        this.place = place;
        this.listener = listener;
    }

    /** Makes ready what waits for nothing. */
    void begin() {
        if (context.countSteps(graph.steps().size())) {
            over = true;
            String message = "the execution has more than " + RunContext.MOST_STEPS + " steps and elements";
            listener.graphFailed(ErrorDetail.of(StepErrors.TOO_MANY_STEPS, message));
            return;
        }
        graph.steps().forEach(step -> steps.put(step.name(), new StepRun(context, this, step)));
        steps.values().forEach(this::join);
        unfinished = steps.size();
        steps.values().stream().filter(StepRun::waitsForNothing).forEach(context::ready);
    }

    private void join(StepRun step) {
        for (String earlier : step.step().after()) {
            StepRun before = steps.get(earlier);
            if (before == null) {
                throw new IllegalArgumentException("the graph has no step " + earlier);
            }
            step.follow(before);
        }
    }

    Place place() {
        return place;
    }

    boolean isOver() {
        return over;
    }

    Scope scope() {
        return place.scope(this).reading(context.parts().values());
    }

    /** Steps of this graph and of those around it. */
    @Override
    public Optional<Scope.Outcome> of(String name) {
        StepRun step = steps.get(name);
        if (step != null) {
            return step.outcome();
        }
        return place.around() == null ? Optional.empty() : place.around().of(name);
    }

    /** A step has ended well, was skipped, or failed and its error is handled by another. */
    void ended(StepRun step) {
        if (over) {
            return;
        }
        unfinished--;
        for (StepRun follower : step.followers()) {
            if (follower.decide(step.leadsTo(follower.step().name()))) {
                context.ready(follower);
            }
        }
        if (unfinished == 0) {
            finish();
        }
    }

    private void finish() {
        over = true;
        JsonNode output;
        try {
            output = output();
        } catch (ExpressionException e) {
            listener.graphFailed(ErrorDetail.of(StepErrors.EXPRESSION, "output: " + e.getMessage()));
            return;
        }
        listener.graphEnded(output);
    }

    private JsonNode output() {
        if (graph.output().isPresent()) {
            return graph.output().get().evaluate(scope());
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        steps.values().stream()
                .filter(step -> step.followers().isEmpty())
                .forEach(step -> result.set(step.step().name(), step.output()));
        return result;
    }

    /** A step has failed, and nobody handles its error. */
    void failed(StepRun step, ErrorDetail cause) {
        if (over) {
            return;
        }
        cancel();
        String message = "step " + step.step().name() + ": " + cause.message();
        listener.graphFailed(new ErrorDetail(cause.type(), message, cause.stack()));
    }

    /** A step has ended the graph. */
    void succeed(JsonNode output) {
        if (over) {
            return;
        }
        cancel();
        listener.graphEnded(output);
    }

    /** Stops what runs; the listener hears nothing. */
    void cancel() {
        over = true;
        steps.values().forEach(StepRun::cancel);
    }

    /** When the first of what it waits for is due, if it waits for times only. */
    Optional<Instant> due() {
        return steps.values().stream().flatMap(step -> step.due().stream()).min(Instant::compareTo);
    }

    /** Everything in it that may have a record. */
    Stream<Recorded> recorded() {
        return steps.values().stream().flatMap(StepRun::recorded);
    }
}
