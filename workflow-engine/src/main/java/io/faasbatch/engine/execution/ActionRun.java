package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step's action, done once, or for one element of its foreach: attempt after attempt, until one succeeds or none is left. Owned by the thread of its
 * execution.
 */
final class ActionRun implements Recorded, GraphRun.Listener {

    /** An Engine that is away or overloaded is waited for this often and long before the action fails. */
    private static final int MOST_IN_VAIN = 30;

    private static final Duration IN_VAIN_PAUSE = Duration.ofSeconds(2);

    private final RunContext context;
    private final StepRun step;
    private final String path;
    private final Optional<Scope.Element> element;
    private StepStatus status = StepStatus.PENDING;
    private int attempts;
    private int failures;
    private int inVain;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable Instant dueAt;
    /** Of an attempt of nested steps. */
    private Optional<Instant> deadline = Optional.empty();

    private @Nullable String version;
    private @Nullable JsonNode result;
    private @Nullable ErrorDetail error;
    private @Nullable InvocationRecord invocation;
    private @Nullable CompletableFuture<CompletedInvocation> running;
    private @Nullable GraphRun nested;
    private Runnable timer = ActionRun::nothing;
    private Runnable alarm = ActionRun::nothing;

    ActionRun(RunContext context, StepRun step, String path, Optional<Scope.Element> element) {
        this.context = context;
        this.step = step;
        this.path = path;
        this.element = element;
    }

    private static void nothing() {}

    /**
     * Begins it, or goes on with one that was cut off.
     *
     * @param former what a former owner, or a former attempt of the step around it, left of it
     * @throws ExpressionException when one of its expressions fails
     */
    void begin(Optional<StepRecord> former) throws InterruptedException {
        boolean cutOff = former.isPresent() && former.get().status() == StepStatus.RUNNING;
        attempts = Math.max(attempts, former.map(StepRecord::attempts).orElse(0));
        if (cutOff) {
            restore(former.get());
        }
        status = StepStatus.RUNNING;
        if (dueAt != null) {
            awaitDue();
        } else if (cutOff && attempts > 0 && !(step.step().action() instanceof Action.Invoke)) {
            act();
        } else {
            attempt();
        }
    }

    /**
     * Begins one element.
     *
     * @param formerOwners how many owners of the execution may have begun it without a record
     */
    void beginElement(Optional<StepRecord> record, int formerOwners) throws InterruptedException {
        StepStatus was = record.map(StepRecord::status).orElse(StepStatus.PENDING);
        if (was == StepStatus.SUCCEEDED) {
            restore(record.orElseThrow());
            end(StepStatus.SUCCEEDED);
            step.actionSucceeded(this);
            return;
        }
        attempts = step.step().action() instanceof Action.Invoke ? formerOwners : 0;
        try {
            begin(record);
        } catch (ExpressionException e) {
            fail(ErrorDetail.of(StepErrors.EXPRESSION, e.getMessage()));
        }
    }

    private void restore(StepRecord record) {
        attempts = Math.max(attempts, record.attempts());
        failures = record.failures();
        startedAt = record.startedAt();
        endedAt = record.endedAt();
        dueAt = record.dueAt();
        version = record.version();
        result = record.output() == null ? NullNode.getInstance() : record.output();
        invocation =
                record.invocations().isEmpty() ? null : record.invocations().getFirst();
    }

    /** A wait or a pause is over. */
    void waitOver(int attempt) throws InterruptedException {
        if (status != StepStatus.RUNNING || attempt != attempts) {
            return;
        }
        dueAt = null;
        if (step.step().action() instanceof Action.WaitFor || step.step().action() instanceof Action.WaitUntil) {
            succeed(NullNode.getInstance());
            return;
        }
        try {
            attempt();
        } catch (ExpressionException e) {
            fail(ErrorDetail.of(StepErrors.EXPRESSION, e.getMessage()));
        }
    }

    private void attempt() throws InterruptedException {
        attempts++;
        startedAt = context.now();
        act();
    }

    private void act() throws InterruptedException {
        switch (step.step().action()) {
            case Action.Invoke invoke -> invoke(invoke);
            case Action.Nested inner -> {
                JsonNode input = inner.input().map(this::evaluate).orElseGet(() -> place().input());
                changed();
                open(inner.graph(), input, place().execution(), Optional.empty());
            }
            case Action.SubWorkflow sub -> open(sub);
            case Action.WaitFor wait -> waitUntil(context.now().plus(WaitTimes.duration(evaluate(wait.duration()))));
            case Action.WaitUntil wait -> waitUntil(WaitTimes.instant(evaluate(wait.instant())));
            case Action.SetValue set -> succeed(evaluate(set.value()));
            case Action.Succeed success -> succeed(evaluate(success.output()));
            case Action.Fail fail -> fail(ErrorDetail.of(fail.type(), text(fail.message())));
            case Action.Switch way -> succeed(choose(way));
        }
    }

    private GraphRun.Place place() {
        return step.graph().place();
    }

    private JsonNode evaluate(Template template) {
        Scope scope = step.graph().scope();
        return template.evaluate(element.map(scope::with).orElse(scope));
    }

    private String text(Template template) {
        JsonNode message = step.graph().scope().look(evaluate(template));
        return message.isString() ? message.stringValue() : message.isNull() ? "" : message.toString();
    }

    private JsonNode choose(Action.Switch way) {
        var names = JsonNodeFactory.instance.arrayNode();
        for (Action.Case one : way.cases()) {
            if (one.when().isEmpty() || evaluate(one.when().get()).asBoolean()) {
                one.then().forEach(names::add);
                break;
            }
        }
        return names;
    }

    // --- invocations

    private void invoke(Action.Invoke invoke) throws InterruptedException {
        Optional<FunctionDefinition> function = context.function(invoke.function());
        if (function.isEmpty()) {
            String message = "function " + invoke.function() + " does not exist";
            fail(ErrorDetail.of(StepErrors.FUNCTION_NOT_FOUND, message));
            return;
        }
        JsonNode input = evaluate(invoke.input());
        int attempt = attempts;
        // The beginning of an element is told by the record of its step.
        if (element.isEmpty() || attempt > 1) {
            changed();
        }
        context.afterCheckpoint(() -> send(function.get(), input, attempt));
    }

    private void send(FunctionDefinition function, JsonNode input, int attempt) {
        if (status != StepStatus.RUNNING || attempt != attempts) {
            return;
        }
        try {
            CompletableFuture<CompletedInvocation> sent =
                    context.parts().invoker().invoke(request(function, input));
            running = sent;
            context.invocationBegun();
            CompletableFuture<Void> _ =
                    sent.thenAccept(done -> context.post(new RunEvent.InvocationEnded(this, attempt, done)));
        } catch (CapacityException e) {
            // Not the function's fault, so no attempt is used up; the execution's deadline bounds the wait.
            attemptAgain(e.retryAfter());
        }
    }

    private InvocationRequest request(FunctionDefinition function, JsonNode input) {
        Duration timeout = step.step()
                .timeout()
                .filter(own -> own.compareTo(function.timeout()) < 0)
                .orElse(function.timeout());
        Instant attemptEnd = context.now().plus(timeout);
        Instant most = context.limit(place().deadline());
        return new InvocationRequest(
                new InvocationId(context.id() + ":" + path),
                function,
                input,
                new InvocationContext(Optional.of(context.id().value()), Optional.of(path), attempts),
                attemptEnd.isBefore(most) ? attemptEnd : most);
    }

    void invocationEnded(int attempt, CompletedInvocation completed) {
        if (!completed.logs().isEmpty()) {
            context.parts().journal().writeBehind(completed);
        }
        if (status != StepStatus.RUNNING || running == null || attempt != attempts) {
            return;
        }
        running = null;
        context.invocationOver();
        InvocationRecord ended = completed.invocation();
        invocation = ended.withOutput(null);
        if (ended.status() == InvocationStatus.SUCCEEDED) {
            succeed(ended.output() == null ? NullNode.getInstance() : ended.output());
        } else if (PlatformErrors.isReasonOf(ended) && ++inVain < MOST_IN_VAIN) {
            attemptAgain(IN_VAIN_PAUSE);
        } else {
            ErrorDetail cause = ended.error();
            attemptFailed(cause == null ? ErrorDetail.of(ended.status().name(), "") : cause);
        }
    }

    /** The attempt was none: it is made again, under the same number. */
    private void attemptAgain(Duration pause) {
        attempts--;
        dueAt = context.now().plus(pause);
        awaitDue();
    }

    // --- nested graphs

    private void open(Action.SubWorkflow sub) throws InterruptedException {
        Optional<Workflow> workflow = context.workflow(sub.workflow(), Optional.ofNullable(version));
        if (workflow.isEmpty()) {
            String message = "workflow " + sub.workflow() + " does not exist";
            fail(ErrorDetail.of(StepErrors.WORKFLOW_NOT_FOUND, message));
            return;
        }
        version = workflow.get().version();
        changed();
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("id", context.id().value());
        description.put("workflow", sub.workflow().value());
        description.put("startedAt", String.valueOf(startedAt));
        JsonNode input = evaluate(sub.input());
        open(
                workflow.get().graph(),
                input,
                description,
                Optional.of(workflow.get().timeout()));
    }

    /** @param timeout of a sub-workflow, which sees nothing of the graphs around it; empty for nested steps */
    private void open(Graph graph, JsonNode input, JsonNode execution, Optional<Duration> timeout) {
        if (place().depth() >= RunContext.DEEPEST) {
            fail(ErrorDetail.of(
                    StepErrors.TOO_DEEP, "more than " + RunContext.DEEPEST + " graphs are nested in each other"));
            return;
        }
        boolean lexical = timeout.isEmpty();
        deadline = Stream.concat(timeout.stream(), step.step().timeout().stream())
                .map(began()::plus)
                .min(Instant::compareTo);
        deadline.ifPresent(end -> alarm = context.postAt(end, new RunEvent.AttemptTimedOut(this, attempts)));
        var inner = new GraphRun.Place(
                path,
                input,
                execution,
                lexical ? step.graph() : null,
                lexical ? element.or(() -> place().element()) : Optional.empty(),
                lexical ? place().error() : Optional.empty(),
                earlier(deadline, place().deadline()),
                place().depth() + 1);
        nested = new GraphRun(context, graph, inner, this);
        nested.begin();
    }

    private Instant began() {
        return Objects.requireNonNullElseGet(startedAt, context::now);
    }

    private static @Nullable Instant earlier(Optional<Instant> own, @Nullable Instant around) {
        return own.filter(end -> around == null || end.isBefore(around)).orElse(around);
    }

    void attemptTimedOut(int attempt) {
        if (status != StepStatus.RUNNING || nested == null || attempt != attempts) {
            return;
        }
        nested.cancel();
        attemptFailed(ErrorDetail.of(ErrorDetail.TIMEOUT, "the attempt took longer than its timeout"));
    }

    @Override
    public void graphEnded(JsonNode output) {
        if (status == StepStatus.RUNNING) {
            succeed(output);
        }
    }

    @Override
    public void graphFailed(ErrorDetail cause) {
        if (status == StepStatus.RUNNING) {
            attemptFailed(cause);
        }
    }

    // --- waiting

    private void waitUntil(Instant end) {
        dueAt = end;
        changed();
        awaitDue();
    }

    private void awaitDue() {
        Instant due = Objects.requireNonNull(dueAt, "what is awaited is due");
        timer = context.postAt(due, new RunEvent.WaitOver(this, attempts));
    }

    // --- ends

    private void attemptFailed(ErrorDetail cause) {
        failures++;
        var retry = step.step().retry();
        if (failures >= retry.attempts() || !StepErrors.matches(retry.on(), cause)) {
            fail(cause);
            return;
        }
        forgetNested();
        error = cause;
        dueAt = context.now().plus(context.retryPause().before(retry, failures + 1));
        changed();
        awaitDue();
    }

    /** The next attempt begins with nothing. */
    private void forgetNested() {
        alarm.run();
        alarm = ActionRun::nothing;
        if (nested != null) {
            context.forgetBelow(path, nested.recorded());
            nested = null;
        }
    }

    private void succeed(JsonNode of) {
        result = of;
        error = null;
        end(StepStatus.SUCCEEDED);
        if (element.isPresent()) {
            context.changed(this);
        }
        step.actionSucceeded(this);
    }

    private void fail(ErrorDetail cause) {
        error = cause;
        end(StepStatus.FAILED);
        if (element.isPresent()) {
            context.changed(this);
        }
        step.actionFailed(cause);
    }

    private void end(StepStatus how) {
        status = how;
        endedAt = context.now();
        dueAt = null;
        timer.run();
        alarm.run();
    }

    /** Stops what runs of it. */
    void cancel() {
        if (status != StepStatus.RUNNING) {
            return;
        }
        end(StepStatus.CANCELLED);
        if (running != null) {
            running.cancel(true);
            running = null;
            context.invocationOver();
        }
        if (nested != null) {
            nested.cancel();
        }
    }

    private void changed() {
        context.changed(element.isPresent() ? this : step);
    }

    // --- what others see of it

    JsonNode result() {
        return Objects.requireNonNull(result, "an action that succeeded has a result");
    }

    /** Of the foreach over an object. */
    String key() {
        return element.flatMap(Scope.Element::key).orElse("");
    }

    int attempts() {
        return attempts;
    }

    int failures() {
        return failures;
    }

    @Nullable
    Instant dueAt() {
        return dueAt;
    }

    @Nullable
    ErrorDetail error() {
        return error;
    }

    @Nullable
    String version() {
        return version;
    }

    Optional<InvocationRecord> invocation() {
        return Optional.ofNullable(invocation);
    }

    /** When the first of what it waits for is due. */
    Optional<Instant> due() {
        if (status != StepStatus.RUNNING) {
            return Optional.empty();
        }
        Stream<Instant> own = nested == null ? Stream.ofNullable(dueAt) : deadline.stream();
        return Stream.concat(own, nested == null ? Stream.of() : nested.due().stream())
                .min(Instant::compareTo);
    }

    Stream<Recorded> recorded() {
        Stream<Recorded> below = nested == null ? Stream.of() : nested.recorded();
        return element.isPresent() ? Stream.concat(Stream.of(this), below) : below;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public StepRecord record() {
        return new StepRecord(
                path,
                status,
                attempts,
                failures,
                status == StepStatus.SUCCEEDED ? result : null,
                error,
                invocation().map(List::of).orElse(List.of()),
                null,
                startedAt,
                endedAt,
                dueAt,
                null,
                version);
    }
}
