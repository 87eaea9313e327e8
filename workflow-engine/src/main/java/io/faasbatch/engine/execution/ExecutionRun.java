package io.faasbatch.engine.execution;

import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of one execution by one owner. All state belongs to the thread that calls {@link #run}; what happens elsewhere (invocations that end, timers,
 * requests) comes to it through the mailbox.
 *
 * <p>It goes in turns. A turn takes every event that is there, begins what they make ready, writes all that has changed in one checkpoint, and only then
 * does what has effects outside: so nothing is begun that Redis does not know of, and what ends at the same time is written together.
 *
 * <p>Going on with an execution is the same as beginning it: the graph is walked from its first steps, and each step that is reached takes over what was
 * checkpointed of it.
 */
final class ExecutionRun {

    static final String ON_FAILURE = "onFailure";

    /** An execution that only waits for a time further away than this is given up until then. */
    private static final Duration WORTH_PARKING = Duration.ofSeconds(30);

    /** What {@code onFailure} may take, since the execution's own time may be up. */
    private static final Duration FAILURE_TIME = Duration.ofMinutes(5);

    /** Most events of one turn. */
    private static final int MOST_EVENTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionRun.class);

    private final Ownership owner;
    private final Execution accepted;
    private final Workflow workflow;
    private final ExecutionStore store;
    private final RunContext context;
    private final Instant startedAt;
    private final ObjectNode description = JsonNodeFactory.instance.objectNode();
    private final GraphRun root;
    private Instant deadline;
    private Runnable deadlineTimer = () -> {};
    private @Nullable Instant pausedAt;
    /** How the execution will end once {@code onFailure} is through. */
    private @Nullable Outcome failure;

    private @Nullable GraphRun failureRun;
    private @Nullable Outcome outcome;
    private boolean lost;
    private boolean parked;
    private boolean unwritten;

    private record Outcome(
            ExecutionStatus status,
            @Nullable JsonNode output,
            @Nullable ErrorDetail error) {}

    ExecutionRun(
            Ownership owner,
            Execution accepted,
            Workflow workflow,
            ExecutionRunner.Parts parts,
            RecentFunctions functions) {
        this.owner = owner;
        this.accepted = accepted;
        this.workflow = workflow;
        this.store = parts.store();
        Instant now = parts.clock().instant();
        this.startedAt = accepted.startedAt() == null ? now : accepted.startedAt();
        this.deadline = accepted.deadline() == null ? startedAt.plus(workflow.timeout()) : accepted.deadline();
        this.pausedAt = accepted.control().pausedAt();
        this.unwritten = accepted.startedAt() == null;
        this.context = new RunContext(owner.execution(), parts, functions, accepted.steps(), deadline);
        description.put("id", accepted.id());
        description.put("workflow", accepted.workflow());
        description.put("startedAt", startedAt.toString());
        var place = new GraphRun.Place(
                "", accepted.input(), description, null, Optional.empty(), Optional.empty(), null, 0);
        this.root = new GraphRun(context, workflow.graph(), place, new RootListener());
    }

    /** From any thread. */
    void post(RunEvent event) {
        context.post(event);
    }

    /** Returns when the end of the execution is in Redis, when it is parked, or when it is no longer this owner's. */
    void run() throws InterruptedException {
        try {
            begin();
            while (!isOver()) {
                context.awaitEvent();
                advance();
            }
        } catch (OwnershipLostException e) {
            LOG.info("execution {} is left: {}", owner.execution(), e.getMessage());
        } finally {
            letGo();
        }
    }

    /** The first turn. */
    void begin() throws InterruptedException {
        prepare();
        turn();
    }

    /** One turn: everything that has happened by now. */
    void advance() throws InterruptedException {
        for (int i = 0; i < MOST_EVENTS; i++) {
            Optional<RunEvent> event = context.nextEvent();
            if (event.isEmpty()) {
                break;
            }
            handle(event.get());
        }
        turn();
    }

    /** Whether this owner has nothing more to do. */
    boolean isOver() {
        return outcome != null || lost || parked;
    }

    /** Stops what still runs here; nothing of it is written. */
    void letGo() {
        deadlineTimer.run();
        root.cancel();
        if (failureRun != null) {
            failureRun.cancel();
        }
    }

    private void prepare() throws InterruptedException {
        boolean wasFailing = context.hasRecord(ON_FAILURE);
        root.begin();
        if (wasFailing) {
            replay();
        }
        if (accepted.control().cancel()) {
            cancel();
        }
        deadlineTimer = context.postAt(context.limit(null), new RunEvent.DeadlinePassed());
    }

    /** Its former owner was at {@code onFailure}: what had ended tells how it failed, and if it does not, its time was up. */
    private void replay() throws InterruptedException {
        context.onlyReplays(true);
        for (Optional<Beginning> next = context.nextReady(); next.isPresent(); next = context.nextReady()) {
            next.get().begin();
        }
        context.onlyReplays(false);
        if (failure == null) {
            timeOut();
        }
    }

    private void handle(RunEvent event) throws InterruptedException {
        switch (event) {
            case RunEvent.InvocationEnded ended -> ended.action().invocationEnded(ended.attempt(), ended.invocation());
            case RunEvent.WaitOver over -> context.ready(() -> over.action().waitOver(over.attempt()));
            case RunEvent.AttemptTimedOut late -> late.action().attemptTimedOut(late.attempt());
            case RunEvent.DeadlinePassed _ -> deadlinePassed();
            case RunEvent.Requested _ -> requested();
            case RunEvent.Lost _ -> lost = true;
        }
    }

    private void deadlinePassed() {
        if (failureRun != null) {
            failureRun.cancel();
            outcome = failure;
        } else if (pausedAt == null) {
            timeOut();
        }
    }

    private void timeOut() {
        root.cancel();
        String message = "the execution did not end within its timeout of " + workflow.timeout();
        fail(ExecutionStatus.TIMED_OUT, ErrorDetail.of(ErrorDetail.TIMEOUT, message));
    }

    private void requested() throws InterruptedException {
        Control control = context.persistence().patiently(() -> store.control(owner.execution()));
        if (control.cancel()) {
            cancel();
        } else if (control.paused()) {
            pausedAt = control.pausedAt();
        } else if (pausedAt != null) {
            resume(pausedAt);
        }
    }

    private void resume(Instant since) {
        deadline = deadline.plus(Duration.between(since, context.now()));
        context.limitTo(deadline);
        deadlineTimer.run();
        deadlineTimer = context.postAt(deadline, new RunEvent.DeadlinePassed());
        pausedAt = null;
        unwritten = true;
    }

    private void cancel() {
        if (outcome == null) {
            root.cancel();
            if (failureRun != null) {
                failureRun.cancel();
            }
            outcome = new Outcome(
                    ExecutionStatus.CANCELLED,
                    null,
                    ErrorDetail.of(ErrorDetail.CANCELLED, "the execution was cancelled"));
        }
    }

    // --- how it ends

    private final class RootListener implements GraphRun.Listener {

        @Override
        public void graphEnded(JsonNode output) {
            outcome = new Outcome(ExecutionStatus.SUCCEEDED, output, null);
        }

        @Override
        public void graphFailed(ErrorDetail error) {
            fail(ExecutionStatus.FAILED, error);
        }
    }

    /** What {@code onFailure} gives or how it fails changes nothing. */
    private final class FailureListener implements GraphRun.Listener {

        @Override
        public void graphEnded(JsonNode output) {
            outcome = failure;
        }

        @Override
        public void graphFailed(ErrorDetail error) {
            LOG.warn("execution {}: onFailure failed: {}", owner.execution(), error.message());
            outcome = failure;
        }
    }

    private void fail(ExecutionStatus status, ErrorDetail error) {
        if (outcome != null || failure != null) {
            return;
        }
        failure = new Outcome(status, null, error);
        if (workflow.onFailure().isEmpty()) {
            outcome = failure;
            return;
        }
        Instant limit = context.now().plus(FAILURE_TIME);
        context.limitTo(limit);
        deadlineTimer.run();
        deadlineTimer = context.postAt(limit, new RunEvent.DeadlinePassed());
        var place = new GraphRun.Place(
                "",
                accepted.input(),
                description,
                root,
                Optional.empty(),
                Optional.of(StepErrors.json(error)),
                null,
                1);
        Graph graph = new Graph(List.of(workflow.onFailure().get()), Optional.empty());
        failureRun = new GraphRun(context, graph, place, new FailureListener());
        failureRun.begin();
    }

    // --- turns

    private void turn() throws InterruptedException {
        beginReady();
        if (lost) {
            return;
        }
        if (outcome != null) {
            checkpoint(outcome.status(), Optional.of(ending(outcome)), Optional.empty());
            return;
        }
        if (context.anyChange() || unwritten) {
            checkpoint(ExecutionStatus.RUNNING, Optional.empty(), Optional.empty());
        }
        context.takeEffects().forEach(Runnable::run);
        parked = park();
    }

    private void beginReady() throws InterruptedException {
        while (outcome == null && pausedAt == null) {
            Optional<Beginning> next = context.nextReady();
            if (next.isEmpty()) {
                return;
            }
            next.get().begin();
        }
    }

    private Checkpoint.Ending ending(Outcome how) {
        return new Checkpoint.Ending(how.output(), how.error(), context.now(), workflow.retention());
    }

    private void checkpoint(ExecutionStatus status, Optional<Checkpoint.Ending> ending, Optional<Instant> parkedUntil)
            throws InterruptedException {
        List<StepRecord> steps = context.takeChanges();
        Set<String> removed = context.takeRemoved();
        var change = new Checkpoint(status, startedAt, deadline, steps, removed, ending, parkedUntil);
        context.persistence().patiently(() -> store.checkpoint(owner, change));
        unwritten = false;
    }

    /** @return whether the execution was given up until a later time */
    private boolean park() throws InterruptedException {
        if (context.inFlight() > 0) {
            return false;
        }
        if (pausedAt != null) {
            checkpoint(ExecutionStatus.RUNNING, Optional.empty(), Optional.of(Instant.MAX));
            return true;
        }
        Optional<Instant> due = failureRun == null ? root.due() : Optional.empty();
        Instant worth = context.now().plus(WORTH_PARKING);
        if (context.anyReady() || due.isEmpty() || due.get().isBefore(worth)) {
            return false;
        }
        Instant until = due.get().isBefore(deadline) ? due.get() : deadline;
        if (until.isBefore(worth)) {
            return false;
        }
        checkpoint(ExecutionStatus.RUNNING, Optional.empty(), Optional.of(until));
        return true;
    }
}
