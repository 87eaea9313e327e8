package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One step of a graph that runs. It is begun when all edges to it are decided, and takes over what a former owner of the execution checkpointed of it.
 * Owned by the thread of its execution.
 */
final class StepRun implements Recorded, Beginning {

    private final RunContext context;
    private final GraphRun graph;
    private final Step step;
    private final String path;
    private final List<StepRun> followers = new ArrayList<>();
    private int undecided;
    private boolean awaited;
    private boolean alive;
    private StepStatus status = StepStatus.PENDING;
    private List<ActionRun> actions = List.of();
    private boolean overObject;
    private int nextElement;
    private int unfinished;
    /** Of its foreach: how many owners of the execution have worked on it. Of a step that was taken over: its attempts. */
    private int owners;

    private @Nullable JsonNode output;
    private @Nullable ErrorDetail error;
    private @Nullable String handler;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;

    StepRun(RunContext context, GraphRun graph, Step step) {
        this.context = context;
        this.graph = graph;
        this.step = step;
        this.path = graph.place().pathOf(step.name());
    }

    Step step() {
        return step;
    }

    GraphRun graph() {
        return graph;
    }

    StepStatus status() {
        return status;
    }

    // --- edges

    void follow(StepRun earlier) {
        earlier.followers.add(this);
        undecided++;
        awaited = true;
    }

    List<StepRun> followers() {
        return followers;
    }

    boolean waitsForNothing() {
        return undecided == 0;
    }

    /** An edge to this step is alive or dead; @return whether it was the last that was undecided */
    boolean decide(boolean edgeAlive) {
        alive |= edgeAlive;
        return --undecided == 0;
    }

    /** Whether the edge to a step that comes after this one, which has ended, is alive. */
    boolean leadsTo(String follower) {
        boolean target =
                step.action() instanceof Action.Switch way && way.targets().contains(follower);
        boolean handles = step.catches().stream().anyMatch(one -> one.handler().equals(follower));
        return switch (status) {
            case SUCCEEDED -> !handles && (!target || chose(follower));
            case SKIPPED -> alive && !handles && !target;
            case FAILED -> follower.equals(handler);
            case PENDING, RUNNING, CANCELLED -> false;
        };
    }

    private boolean chose(String follower) {
        return output().valueStream().anyMatch(name -> name.asString().equals(follower));
    }

    // --- life

    @Override
    public void begin() throws InterruptedException {
        if (graph.isOver() || status != StepStatus.PENDING) {
            return;
        }
        alive |= !awaited;
        Optional<StepRecord> record = context.takeRecord(path);
        if (!alive) {
            skip(record.isEmpty() || record.get().status() != StepStatus.SKIPPED);
        } else if (record.isPresent() && isKept(record.get())) {
            takeOver(record.get());
        } else if (!context.onlyReplays()) {
            beginAnew(record);
        }
    }

    private static boolean isKept(StepRecord record) {
        return switch (record.status()) {
            case SUCCEEDED, SKIPPED, FAILED -> true;
            case PENDING, RUNNING, CANCELLED -> false;
        };
    }

    /** It had ended. */
    private void takeOver(StepRecord record) {
        status = record.status();
        owners = record.attempts();
        startedAt = record.startedAt();
        endedAt = record.endedAt();
        error = record.error();
        handler = record.handler();
        output = record.output() == null ? NullNode.getInstance() : record.output();
        if (status == StepStatus.FAILED && handler == null) {
            graph.failed(this, Objects.requireNonNullElseGet(error, () -> ErrorDetail.of("Error", "")));
        } else if (status == StepStatus.SUCCEEDED && step.action() instanceof Action.Succeed) {
            graph.succeed(output());
        } else {
            graph.ended(this);
        }
    }

    private void beginAnew(Optional<StepRecord> record) throws InterruptedException {
        boolean cutOff = record.isPresent() && record.get().status() == StepStatus.RUNNING;
        try {
            if (!cutOff
                    && step.when().isPresent()
                    && !step.when().get().evaluate(graph.scope()).asBoolean()) {
                skip(true);
                return;
            }
            startedAt = record.map(StepRecord::startedAt).orElseGet(context::now);
            status = StepStatus.RUNNING;
            if (step.foreach().isPresent()) {
                beginElements(
                        record.map(StepRecord::attempts).orElse(0),
                        step.foreach().get());
            } else {
                actions = List.of(new ActionRun(context, this, path, Optional.empty()));
                unfinished = 1;
                actions.getFirst().begin(record);
            }
        } catch (ExpressionException e) {
            fail(ErrorDetail.of(StepErrors.EXPRESSION, e.getMessage()));
        }
    }

    private void skip(boolean isNew) {
        status = StepStatus.SKIPPED;
        output = NullNode.getInstance();
        if (isNew) {
            endedAt = context.now();
            context.changed(this);
        }
        graph.ended(this);
    }

    // --- elements of a foreach

    private void beginElements(int formerOwners, Step.Foreach foreach) {
        Scope scope = graph.scope();
        JsonNode items = scope.look(foreach.items().evaluate(scope));
        if (!items.isContainer()) {
            String type = items.getNodeType().name().toLowerCase(Locale.ROOT);
            fail(ErrorDetail.of(
                    StepErrors.BAD_FOREACH,
                    "foreach needs an array or an object, but its expression gives " + type
                            + "; where JSONata may find one value or none, write [ ... ] around the expression"));
            return;
        }
        int most = context.parts().mostElements();
        if (items.size() > most || context.countSteps(items.size())) {
            String message = "foreach gives " + items.size() + " elements, more than " + most;
            fail(ErrorDetail.of(StepErrors.FOREACH_TOO_LARGE, message));
            return;
        }
        overObject = items.isObject();
        actions = elements(items);
        unfinished = actions.size();
        owners = formerOwners + 1;
        context.changed(this);
        if (actions.isEmpty()) {
            complete();
            return;
        }
        for (int i = 0; i < foreach.maxParallel() && nextElement < actions.size(); i++) {
            beginNextElement();
        }
    }

    private List<ActionRun> elements(JsonNode items) {
        List<ActionRun> elements = new ArrayList<>(items.size());
        if (items.isObject()) {
            items.properties()
                    .forEach(entry ->
                            elements.add(element(elements.size(), entry.getValue(), Optional.of(entry.getKey()))));
        } else {
            items.forEach(item -> elements.add(element(elements.size(), item, Optional.empty())));
        }
        return elements;
    }

    private ActionRun element(int index, JsonNode item, Optional<String> key) {
        return new ActionRun(context, this, path + "." + index, Optional.of(new Scope.Element(item, index, key)));
    }

    private void beginNextElement() {
        ActionRun element = actions.get(nextElement++);
        context.ready(() -> {
            if (status == StepStatus.RUNNING) {
                element.beginElement(context.takeRecord(element.path()), owners - 1);
            }
        });
    }

    // --- how its actions end

    void actionSucceeded(ActionRun action) {
        if (status != StepStatus.RUNNING) {
            return;
        }
        unfinished--;
        if (unfinished == 0) {
            complete();
        } else if (nextElement < actions.size()) {
            beginNextElement();
        }
    }

    void actionFailed(ErrorDetail cause) {
        if (status == StepStatus.RUNNING) {
            fail(cause);
        }
    }

    private void complete() {
        JsonNode result =
                step.foreach().isPresent() ? results() : actions.getFirst().result();
        try {
            output = step.output().isPresent()
                    ? step.output().get().evaluate(graph.scope().withResult(result))
                    : result;
        } catch (ExpressionException e) {
            fail(ErrorDetail.of(StepErrors.EXPRESSION, "output: " + e.getMessage()));
            return;
        }
        end(StepStatus.SUCCEEDED);
        if (step.action() instanceof Action.Succeed) {
            graph.succeed(output());
        } else {
            graph.ended(this);
        }
    }

    private JsonNode results() {
        if (!overObject) {
            var array = JsonNodeFactory.instance.arrayNode(actions.size());
            actions.forEach(action -> array.add(action.result()));
            return array;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        actions.forEach(action -> object.set(action.key(), action.result()));
        return object;
    }

    private void fail(ErrorDetail cause) {
        actions.forEach(ActionRun::cancel);
        error = cause;
        output = NullNode.getInstance();
        handler = step.catches().stream()
                .filter(one -> StepErrors.matches(one.on(), cause))
                .map(Step.Catch::handler)
                .findFirst()
                .orElse(null);
        end(StepStatus.FAILED);
        if (handler == null) {
            graph.failed(this, cause);
        } else {
            graph.ended(this);
        }
    }

    private void end(StepStatus how) {
        status = how;
        endedAt = context.now();
        context.changed(this);
    }

    /** Stops what runs of it. */
    void cancel() {
        if (status == StepStatus.RUNNING) {
            actions.forEach(ActionRun::cancel);
            end(StepStatus.CANCELLED);
        }
    }

    // --- what others see of it

    JsonNode output() {
        return Objects.requireNonNull(output, "a step that ended has an output");
    }

    /** Empty until it has ended. */
    Optional<Scope.Outcome> outcome() {
        return switch (status) {
            case SUCCEEDED, SKIPPED -> Optional.of(new Scope.Outcome(output(), null));
            case FAILED -> Optional.of(new Scope.Outcome(output(), error == null ? null : StepErrors.json(error)));
            case PENDING, RUNNING, CANCELLED -> Optional.empty();
        };
    }

    Optional<Instant> due() {
        return status == StepStatus.RUNNING
                ? actions.stream().flatMap(action -> action.due().stream()).min(Instant::compareTo)
                : Optional.empty();
    }

    Stream<Recorded> recorded() {
        Stream<Recorded> below = actions.stream().flatMap(ActionRun::recorded);
        return status == StepStatus.PENDING ? Stream.of() : Stream.concat(Stream.of(this), below);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public StepRecord record() {
        boolean single = step.foreach().isEmpty() && !actions.isEmpty();
        ActionRun only = single ? actions.getFirst() : null;
        List<InvocationRecord> invocations =
                only == null ? List.of() : only.invocation().map(List::of).orElse(List.of());
        return new StepRecord(
                path,
                status,
                only == null ? owners : only.attempts(),
                only == null ? 0 : only.failures(),
                status == StepStatus.SUCCEEDED ? output : null,
                error == null && only != null ? only.error() : error,
                invocations,
                step.foreach().isPresent() && owners > 0 ? actions.size() : null,
                startedAt,
                endedAt,
                status == StepStatus.RUNNING && only != null ? only.dueAt() : null,
                handler,
                only == null ? null : only.version());
    }
}
