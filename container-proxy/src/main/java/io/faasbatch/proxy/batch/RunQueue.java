package io.faasbatch.proxy.batch;

import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the invocations of all batches: at most {@code concurrency} at a time, the others wait in the order they arrived. Each
 * accepted invocation is reported to its batch exactly once, also when it never ran.
 *
 * <p>All state is changed by {@link Commands}, one at a time and only on platform threads; no user code ever runs on these. That is deliberate: Java functions
 * run on virtual threads and may hog every carrier. A lock held by a virtual thread that cannot get its carrier back would stop the deadlines with it; a platform
 * thread is never more than a time slice away.
 *
 * <p>An invocation without a deadline of its own may run for the function's time limit, counted from the start of its user
 * code; one with a deadline is stopped then, even if it still waits.
 */
public final class RunQueue implements AutoCloseable {

    private static final String START_FAILED = "StartFailed";

    /** Later than any container lives. */
    private static final long FARTHEST_NANOS = TimeUnit.DAYS.toNanos(36_500);

    private final FunctionRuntime runtime;
    private final int concurrency;
    private final Duration timeout;
    private final InstantSource clock;
    private final Commands commands = new Commands();

    // Touched by commands alone, down to the next blank line.
    private final Map<String, Run> unfinished = new HashMap<>();
    private final NavigableSet<Run> due = new TreeSet<>(Run.EARLIEST_FIRST);
    private @Nullable Future<?> alarm;
    private long alarmNanos;
    private final Set<Run> waiting = new LinkedHashSet<>();
    private int running;
    private long batches;
    private long invocations;
    private boolean closing;

    /** What other threads may see of the state; written after each change. */
    private volatile QueueCounts counts = new QueueCounts(0, 0, 0, 0);

    public RunQueue(FunctionRuntime runtime, int concurrency, Duration timeout, InstantSource clock) {
        this.runtime = runtime;
        this.concurrency = concurrency;
        this.timeout = timeout;
        this.clock = clock;
    }

    /**
     * Accepts a whole batch, or nothing of it.
     *
     * @throws DuplicateInvocationException when an id is in the container already, or twice in the batch
     * @throws QueueClosedException when the container is shutting down
     */
    public void submit(Submission batch)
            throws DuplicateInvocationException, QueueClosedException, InterruptedException {
        try {
            ask(() -> {
                accept(batch);
                return true;
            });
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case DuplicateInvocationException duplicate -> throw duplicate;
                case QueueClosedException closed -> throw closed;
                case null, default -> throw new IllegalStateException("the run queue is at fault", e);
            }
        }
    }

    /** Stops one invocation and reports it as cancelled; false when no such invocation is in the container. */
    public boolean cancel(String invocationId) throws InterruptedException {
        try {
            return ask(() -> {
                Run run = unfinished.get(invocationId);
                if (run == null) {
                    return false;
                }
                stop(run, StopReason.CANCELLED);
                startWaiting();
                publish();
                return true;
            });
        } catch (ExecutionException e) {
            throw new IllegalStateException("the run queue is at fault", e);
        }
    }

    /** Stops what is unfinished of a batch nobody listens to any more. */
    public void abandon(Submission batch) {
        command(() -> {
            stopAll(
                    batch.invocations().stream()
                            .map(invocation -> unfinished.get(invocation.id()))
                            .filter(run -> run != null && run.batch == batch)
                            .toList(),
                    StopReason.CANCELLED);
            startWaiting();
        });
    }

    public QueueCounts counts() {
        return counts;
    }

    /** Stops everything and takes nothing more; what was accepted is reported as soon as the runtime says it has ended. */
    public void beginShutdown() {
        command(() -> {
            closing = true;
            stopAll(List.copyOf(unfinished.values()), StopReason.SHUTDOWN);
        });
    }

    /** Reports whatever the runtime did not, and ends the thread. */
    @Override
    public void close() {
        beginShutdown();
        command(() -> List.copyOf(unfinished.values())
                .forEach(run -> end(run, new RunOutcome.Failed(StopReason.SHUTDOWN.error(), ""), System.nanoTime())));
        commands.close();
    }

    private void command(Runnable command) {
        commands.execute(() -> {
            command.run();
            publish();
        });
    }

    /** Waits for the answer of a command. */
    private <T> T ask(Callable<T> question) throws ExecutionException, InterruptedException {
        FutureTask<T> answer = new FutureTask<>(question);
        commands.execute(answer);
        return answer.get();
    }

    private void publish() {
        counts = new QueueCounts(batches, invocations, running, waiting.size());
    }

    private void accept(Submission batch) throws DuplicateInvocationException, QueueClosedException {
        if (closing) {
            throw new QueueClosedException(null);
        }
        Set<String> ids = new HashSet<>();
        for (BatchInvocation invocation : batch.invocations()) {
            if (unfinished.containsKey(invocation.id()) || !ids.add(invocation.id())) {
                throw new DuplicateInvocationException(invocation.id());
            }
        }
        batches++;
        invocations += batch.invocations().size();
        for (BatchInvocation invocation : batch.invocations()) {
            Run run = new Run(invocation, batch);
            unfinished.put(run.id(), run);
            waiting.add(run);
            invocation.deadline().ifPresent(deadline -> arm(run, Duration.between(clock.instant(), deadline)));
        }
        startWaiting();
        publish();
    }

    private void startWaiting() {
        Iterator<Run> next = waiting.iterator();
        while (!closing && running < concurrency && next.hasNext()) {
            Run run = next.next();
            next.remove();
            start(run);
        }
    }

    private void start(Run run) {
        run.phase = Run.Phase.RUNNING;
        running++;
        Instant deadline =
                run.invocation.deadline().orElseGet(() -> clock.instant().plus(timeout));
        RunRequest request = new RunRequest(
                run.id(),
                run.invocation.input(),
                run.invocation.context(),
                deadline,
                run.invocation.references(),
                Map.of());
        try {
            runtime.start(request, new Listener(run));
        } catch (RuntimeException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            new Listener(run).ended(new RunOutcome.Failed(ErrorDetail.of(START_FAILED, message), ""));
        }
    }

    private void arm(Run run, Duration delay) {
        due.remove(run);
        run.dueNanos = System.nanoTime() + Math.clamp(TimeUnit.NANOSECONDS.convert(delay), 0, FARTHEST_NANOS);
        due.add(run);
        setAlarm();
    }

    /** An alarm stays when the run it was set for ends: to set one anew for each run would wake its thread each time. */
    private void setAlarm() {
        if (due.isEmpty() || closing) {
            return;
        }
        long first = due.first().dueNanos;
        if (alarm == null || first - alarmNanos < 0) {
            if (alarm != null) {
                alarm.cancel(false);
            }
            alarmNanos = first;
            alarm = commands.after(first - System.nanoTime(), this::ring);
        }
    }

    private void ring() {
        alarm = null;
        long now = System.nanoTime();
        while (!due.isEmpty() && due.first().dueNanos - now <= 0) {
            stop(due.removeFirst(), StopReason.DEADLINE);
        }
        setAlarm();
        publish();
    }

    /** Those that wait go first, so that none of them is given the place of one that was stopped. */
    private void stopAll(List<Run> runs, StopReason reason) {
        runs.stream().filter(run -> run.phase == Run.Phase.WAITING).forEach(run -> stop(run, reason));
        runs.stream().filter(run -> run.phase == Run.Phase.RUNNING).forEach(run -> stop(run, reason));
    }

    private void stop(Run run, StopReason reason) {
        switch (run.phase) {
            case WAITING -> end(run, new RunOutcome.Failed(reason.error(), ""), System.nanoTime());
            case RUNNING -> runtime.stop(run.id(), reason);
            case ENDED -> {}
        }
    }

    private void end(Run run, RunOutcome outcome, long nanos) {
        switch (run.phase) {
            case WAITING -> waiting.remove(run);
            case RUNNING -> running--;
            case ENDED -> {
                return;
            }
        }
        run.phase = Run.Phase.ENDED;
        due.remove(run);
        unfinished.remove(run.id());
        run.batch.results().accept(run.result(outcome, nanos));
    }

    /** Turns what the runtime says, on any thread, into commands. */
    private final class Listener implements RunListener {

        private final Run run;

        Listener(Run run) {
            this.run = run;
        }

        @Override
        public void started() {
            run.startedAt(System.nanoTime());
            if (run.invocation.deadline().isEmpty()) {
                command(() -> {
                    if (run.phase == Run.Phase.RUNNING) {
                        arm(run, timeout);
                    }
                });
            }
        }

        @Override
        public void ended(RunOutcome outcome) {
            long nanos = System.nanoTime();
            command(() -> {
                end(run, outcome, nanos);
                startWaiting();
            });
        }
    }
}
