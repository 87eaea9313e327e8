package io.faasbatch.engine.execution;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.workflow.ExpressionException;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of one execution. All state belongs to the thread that calls {@link #toEnd}; what happens elsewhere (invocations that end, timers) comes
 * to it through the mailbox, one event after the other, so there are no locks. Joins are counters: the end of a step costs as much as it has
 * followers, whatever the size of the graph.
 */
final class ExecutionRun {

    /** What a run needs from outside. */
    record Parts(
            ExecutionStore store,
            Invoker invoker,
            FunctionCatalog functions,
            InvocationJournal journal,
            Timers timers,
            Clock clock,
            int mostElements) {}

    /** A foreach under way is saved at most this often, so that its progress can be seen. */
    private static final Duration PROGRESS_EVERY = Duration.ofMillis(250);

    /** An Engine that is away or overloaded is waited for this often and long before the step fails. */
    private static final int MOST_IN_VAIN = 30;

    private static final Duration IN_VAIN_PAUSE = Duration.ofSeconds(2);

    private final ExecutionId id;
    private final Execution accepted;
    private final Workflow workflow;
    private final Parts parts;
    private final Instant startedAt;
    private final Instant deadline;
    private final BlockingQueue<RunEvent> mailbox = new LinkedBlockingQueue<>();
    private final Map<String, StepRun> steps = new LinkedHashMap<>();
    private final Map<String, JsonNode> outputs = new HashMap<>();
    private final Deque<StepRun> ready = new ArrayDeque<>();
    private final RetryPause retryPause = new RetryPause();
    private final ObjectNode description = JsonNodeFactory.instance.objectNode();
    private int unfinished;
    private Instant progressDue = Instant.MIN;
    private @Nullable Ending ending;

    /** How an execution ends otherwise than well. */
    private record Ending(ExecutionStatus status, ErrorDetail error) {}

    ExecutionRun(Execution accepted, Workflow workflow, Parts parts) {
        this.id = new ExecutionId(accepted.id());
        this.accepted = accepted;
        this.workflow = workflow;
        this.parts = parts;
        this.startedAt = accepted.startedAt() == null ? parts.clock().instant() : accepted.startedAt();
        this.deadline = startedAt.plus(workflow.timeout());
        description.put("id", id.value());
        description.put("workflow", workflow.name().value());
        description.put("startedAt", startedAt.toString());
        layOut();
    }

    private void layOut() {
        workflow.steps().forEach(step -> steps.put(step.name(), new StepRun(step)));
        for (StepRun step : steps.values()) {
            step.step().after().forEach(earlier -> step.follow(stepNamed(earlier)));
        }
        unfinished = steps.size();
        for (StepRecord checkpoint : accepted.steps()) {
            StepRun step = steps.get(checkpoint.name());
            if (step != null) {
                restore(step, checkpoint);
            }
        }
        steps.values().stream().filter(StepRun::isReady).forEach(ready::add);
    }

    private StepRun stepNamed(String name) {
        StepRun step = steps.get(name);
        if (step == null) {
            throw new IllegalArgumentException("workflow " + workflow.name() + " has no step " + name);
        }
        return step;
    }

    private void restore(StepRun step, StepRecord checkpoint) {
        switch (checkpoint.status()) {
            case SUCCEEDED, SKIPPED -> {
                step.restore(checkpoint);
                outputs.put(step.name(), step.output());
                unfinished--;
                step.followers().forEach(StepRun::releaseOne);
            }
            case FAILED -> {
                step.restore(checkpoint);
                ErrorDetail cause = checkpoint.error();
                ending = new Ending(
                        ExecutionStatus.FAILED,
                        ofStep(step, cause == null ? new ErrorDetail("Error", "unknown", null) : cause));
            }
            case PENDING, RUNNING, CANCELLED -> {}
        }
    }

    /** Returns when the end of the execution is in Redis. */
    void toEnd() throws InterruptedException {
        Runnable deadlineTimer = parts.timers()
                .after(
                        Duration.between(parts.clock().instant(), deadline),
                        () -> mailbox.add(new RunEvent.DeadlinePassed()));
        try {
            Persistence.patiently(id, () -> parts.store().started(asItIs(ExecutionStatus.RUNNING, null, null)));
            startReady();
            while (ending == null && unfinished > 0) {
                handle(mailbox.take());
                startReady();
            }
            Execution ended = end();
            Persistence.patiently(id, () -> parts.store().ended(ended));
        } finally {
            deadlineTimer.run();
            steps.values().stream()
                    .filter(step -> step.status() == StepStatus.RUNNING)
                    .forEach(StepRun::cancel);
        }
    }

    private void handle(RunEvent event) throws InterruptedException {
        switch (event) {
            case RunEvent.InvocationEnded ended -> invocationEnded(ended.step(), ended.element(), ended.invocation());
            case RunEvent.AttemptDue due -> {
                if (due.step().status() == StepStatus.RUNNING) {
                    attempt(due.step(), due.element());
                }
            }
            case RunEvent.DeadlinePassed _ -> {
                String message = "the execution did not end within its timeout of " + workflow.timeout();
                ending = new Ending(ExecutionStatus.TIMED_OUT, new ErrorDetail(ErrorDetail.TIMEOUT, message, null));
            }
        }
    }

    /** Starts what is ready; a step that ends at once makes others ready, so this is a loop and not a recursion. */
    private void startReady() throws InterruptedException {
        while (ending == null && !ready.isEmpty()) {
            start(ready.remove());
        }
    }

    private void start(StepRun step) throws InterruptedException {
        try {
            if (!isWanted(step)) {
                step.skip();
                finished(step);
                return;
            }
            Optional<FunctionDefinition> function = Persistence.patiently(
                    id, () -> parts.functions().find(step.step().function()));
            if (function.isEmpty()) {
                String message = "function " + step.step().function() + " does not exist";
                failed(step, new ErrorDetail(StepErrors.FUNCTION_NOT_FOUND, message, null));
                return;
            }
            step.begin(function.get(), elementsOf(step));
        } catch (ExpressionException e) {
            failed(step, new ErrorDetail(StepErrors.EXPRESSION, String.valueOf(e.getMessage()), null));
            return;
        } catch (BadForeachException e) {
            failed(step, e.detail());
            return;
        }
        run(step);
    }

    private void run(StepRun step) throws InterruptedException {
        if (step.elements().isEmpty()) {
            step.succeed();
            finished(step);
            return;
        }
        save(step);
        for (ElementRun element : step.elements()) {
            if (step.status() == StepStatus.RUNNING) {
                attempt(step, element);
            }
        }
    }

    private boolean isWanted(StepRun step) {
        Optional<Template> condition = step.step().when();
        return condition.isEmpty()
                || condition.get().evaluate(scope(Optional.empty())).asBoolean();
    }

    private List<ElementRun> elementsOf(StepRun step) throws BadForeachException {
        Optional<Template> foreach = step.step().foreach();
        if (foreach.isEmpty()) {
            return List.of(new ElementRun(0, Optional.empty()));
        }
        JsonNode array = foreach.get().evaluate(scope(Optional.empty()));
        if (!array.isArray()) {
            throw new BadForeachException(
                    StepErrors.NOT_AN_ARRAY, "foreach gives " + array.getNodeType() + ", not an array");
        }
        if (array.size() > parts.mostElements()) {
            throw new BadForeachException(
                    StepErrors.TOO_MANY_ELEMENTS,
                    "foreach gives " + array.size() + " elements, more than " + parts.mostElements());
        }
        List<ElementRun> elements = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            elements.add(new ElementRun(elements.size(), Optional.of(new Scope.Element(item, elements.size()))));
        }
        return elements;
    }

    private void attempt(StepRun step, ElementRun element) throws InterruptedException {
        JsonNode input;
        try {
            input = step.step().input().evaluate(scope(element.element()));
        } catch (ExpressionException e) {
            failed(step, new ErrorDetail(StepErrors.EXPRESSION, String.valueOf(e.getMessage()), null));
            return;
        }
        element.beginAttempt();
        try {
            CompletableFuture<CompletedInvocation> invocation = parts.invoker().invoke(request(step, element, input));
            element.running(invocation);
            CompletableFuture<Void> _ =
                    invocation.thenAccept(result -> mailbox.add(new RunEvent.InvocationEnded(step, element, result)));
        } catch (CapacityException e) {
            // Not the function's fault, so no attempt is used up; the execution's deadline bounds the wait.
            element.takeBackAttempt();
            attemptLater(step, element, e.retryAfter());
        }
    }

    private InvocationRequest request(StepRun step, ElementRun element, JsonNode input) {
        FunctionDefinition function = step.function();
        Duration timeout = step.step().timeout().orElse(function.timeout());
        Duration shorter = timeout.compareTo(function.timeout()) < 0 ? timeout : function.timeout();
        Instant attemptEnd = parts.clock().instant().plus(shorter);
        String suffix = element.element().isPresent() ? ":" + element.index() : "";
        return new InvocationRequest(
                new InvocationId(id + ":" + step.name() + suffix),
                function,
                input,
                new InvocationContext(Optional.of(id.value()), Optional.of(step.name()), element.attempts()),
                attemptEnd.isBefore(deadline) ? attemptEnd : deadline);
    }

    private void invocationEnded(StepRun step, ElementRun element, CompletedInvocation completed)
            throws InterruptedException {
        parts.journal().writeBehind(completed);
        if (step.status() != StepStatus.RUNNING) {
            return;
        }
        InvocationRecord record = completed.invocation();
        element.ended(record);
        if (record.status() == InvocationStatus.SUCCEEDED) {
            if (step.finishOne()) {
                step.succeed();
                finished(step);
            } else {
                saveProgress(step);
            }
            return;
        }
        if (PlatformErrors.isReasonOf(record) && element.countInVain() < MOST_IN_VAIN) {
            element.takeBackAttempt();
            attemptLater(step, element, IN_VAIN_PAUSE);
            return;
        }
        ErrorDetail error =
                record.error() == null ? new ErrorDetail(record.status().name(), "", null) : record.error();
        var retry = step.step().retry();
        if (element.attempts() < retry.attempts() && StepErrors.isRetried(retry.on(), error, record.status())) {
            attemptLater(step, element, retryPause.before(retry, element.attempts() + 1));
        } else {
            failed(step, error);
        }
    }

    private void attemptLater(StepRun step, ElementRun element, Duration pause) {
        element.waiting(parts.timers().after(pause, () -> mailbox.add(new RunEvent.AttemptDue(step, element))));
    }

    /** A step has ended well: its checkpoint comes first, then whoever waited for it. */
    private void finished(StepRun step) throws InterruptedException {
        save(step);
        outputs.put(step.name(), step.output());
        unfinished--;
        for (StepRun follower : step.followers()) {
            if (follower.releaseOne()) {
                ready.add(follower);
            }
        }
    }

    private void failed(StepRun step, ErrorDetail cause) throws InterruptedException {
        step.fail(cause);
        step.elements().forEach(ElementRun::cancel);
        save(step);
        ending = new Ending(ExecutionStatus.FAILED, ofStep(step, cause));
    }

    private static ErrorDetail ofStep(StepRun step, ErrorDetail cause) {
        return new ErrorDetail(cause.type(), "step " + step.name() + ": " + cause.message(), cause.stack());
    }

    private void save(StepRun step) throws InterruptedException {
        StepRecord record = step.record();
        Persistence.patiently(id, () -> parts.store().saveStep(id, record));
    }

    private void saveProgress(StepRun step) throws InterruptedException {
        Instant now = parts.clock().instant();
        if (now.isAfter(progressDue)) {
            progressDue = now.plus(PROGRESS_EVERY);
            save(step);
        }
    }

    private Execution end() {
        if (ending == null) {
            try {
                return asItIs(ExecutionStatus.SUCCEEDED, output(), null);
            } catch (ExpressionException e) {
                String message = "output: " + e.getMessage();
                ending = new Ending(ExecutionStatus.FAILED, new ErrorDetail(StepErrors.EXPRESSION, message, null));
            }
        }
        steps.values().forEach(StepRun::cancel);
        return asItIs(ending.status(), null, ending.error());
    }

    private JsonNode output() {
        if (workflow.output().isPresent()) {
            return workflow.output().get().evaluate(scope(Optional.empty()));
        }
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        steps.values().stream()
                .filter(step -> step.followers().isEmpty())
                .forEach(step -> result.set(step.name(), step.output()));
        return result;
    }

    private Scope scope(Optional<Scope.Element> element) {
        return new Scope(accepted.input(), outputs, description, element);
    }

    private Execution asItIs(ExecutionStatus status, @Nullable JsonNode output, @Nullable ErrorDetail error) {
        return new Execution(
                accepted.id(),
                accepted.workflow(),
                accepted.version(),
                status,
                accepted.input(),
                output,
                error,
                steps.values().stream().map(StepRun::record).collect(Collectors.toList()),
                accepted.createdAt(),
                startedAt,
                status.ended() ? parts.clock().instant() : null);
    }
}
