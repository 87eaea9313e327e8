package io.faasbatch.experiments.load;

import io.faasbatch.experiments.api.Caller;
import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.api.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and takes the time of their answers. Each load is run by the thread that asks for it, one at a time; any thread may {@link #stop} it.
 *
 * <p>{@link #onSchedule} is an open loop: a call is sent when its time has come, whatever became of those before it, and its latency counts from the time it
 * was meant for. A closed loop would go easy on a system that stalls, and so measure less than users see.
 *
 * <p>Lateness is taken when a call's body is handed over to be written to its connection: what the driver itself needs, for a new connection too, is in it.
 */
public final class LoadDriver {

    /** How long a load that was stopped waits for the answers of what it had sent. */
    static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private static final long NOT_SENT = Long.MIN_VALUE;

    private final Gateway gateway;
    private final Display display;
    private final CompletableFuture<Void> stop = new CompletableFuture<>();

    /** The thread that waits for a call's time. */
    private volatile @Nullable Thread sender;

    public LoadDriver(Gateway gateway) {
        this(gateway, Display.NONE);
    }

    /** @param display shows each load while it is sent */
    public LoadDriver(Gateway gateway, Display display) {
        this.gateway = gateway;
        this.display = display;
    }

    /** Returns when every call is answered or given up, or, once it was stopped, soon. */
    public LoadResult onSchedule(List<Call> calls) throws InterruptedException {
        LiveLoad live = new LiveLoad(calls.size(), calls.isEmpty() ? Duration.ZERO : last(calls));
        List<CompletableFuture<Outcome>> running = new ArrayList<>(calls.size());
        sender = Thread.currentThread();
        long start = System.nanoTime();
        try (Display.Showing _ = display.show(live)) {
            for (int i = 0; i < calls.size() && !stop.isDone(); i++) {
                long due = start + calls.get(i).offset().toNanos();
                if (waitUntil(due)) {
                    running.add(send(i, calls.get(i), due, live));
                }
            }
            awaitAll(running);
        } finally {
            sender = null;
        }
        List<Outcome> outcomes = running.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
        return new LoadResult(
                outcomes, start, Duration.ofNanos(System.nanoTime() - start), calls.size() - outcomes.size());
    }

    /** Sends calls of which nothing is reported, so that programs, connections and containers are warm for the load that follows. */
    public void warmUp(List<Call> calls) throws InterruptedException {
        LoadResult _ = onSchedule(calls);
    }

    /** A closed loop of one client, over a connection of its own: each call is sent when the one before it is answered; offsets do not count. */
    public LoadResult oneAfterAnother(List<Call> calls) {
        LiveLoad live = new LiveLoad(calls.size(), Duration.ZERO);
        long start = System.nanoTime();
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        try (Caller caller = gateway.caller()) {
            for (int i = 0; i < calls.size() && !stop.isDone(); i++) {
                outcomes.add(sendAndWait(caller, i, calls.get(i), live));
            }
        }
        return new LoadResult(
                outcomes, start, Duration.ofNanos(System.nanoTime() - start), calls.size() - outcomes.size());
    }

    /** From now on nothing is sent any more; what is in flight is waited for a little, and then left out of the result. */
    public void stop() {
        stop.complete(null);
        LockSupport.unpark(sender);
    }

    public boolean stopped() {
        return stop.isDone();
    }

    private static Duration last(List<Call> calls) {
        return calls.getLast().offset();
    }

    /** @return whether it is time now; not when the load was stopped before */
    private boolean waitUntil(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0 && !stop.isDone(); left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("while a load was sent");
            }
        }
        return !stop.isDone();
    }

    private void awaitAll(List<CompletableFuture<Outcome>> running) throws InterruptedException {
        CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new));
        CompletableFuture<Void> patience = stop.thenRunAsync(
                () -> {}, CompletableFuture.delayedExecutor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        try {
            CompletableFuture.anyOf(all, patience).get(Gateway.CALL_PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a call neither ended nor was given up", e);
        }
    }

    private CompletableFuture<Outcome> send(int index, Call call, long due, LiveLoad live) {
        Sending sending = new Sending(index, call, due, live);
        return gateway.call(call.function(), call.input(), sending).handle(sending::ended);
    }

    private static Outcome sendAndWait(Caller caller, int index, Call call, LiveLoad live) {
        Sending sending = new Sending(index, call, System.nanoTime(), live);
        try {
            return sending.ended(caller.call(call.function(), call.input(), sending), null);
        } catch (IOException e) {
            return sending.ended(null, e);
        }
    }

    /** One call from its time to its answer. Run when it is written. */
    private static final class Sending implements Runnable {

        private final int index;
        private final Call call;
        private final long due;
        private final LiveLoad live;
        private final AtomicLong sentAt = new AtomicLong(NOT_SENT);

        Sending(int index, Call call, long due, LiveLoad live) {
            this.index = index;
            this.call = call;
            this.due = due;
            this.live = live;
            live.sent();
        }

        @Override
        public void run() {
            sentAt.compareAndSet(NOT_SENT, System.nanoTime());
        }

        Outcome ended(@Nullable Reply reply, @Nullable Throwable failure) {
            long now = System.nanoTime();
            long sent = sentAt.get() == NOT_SENT ? now : sentAt.get();
            Verdict verdict = reply == null ? Verdict.lost(failure) : Verdict.of(call, reply);
            Outcome outcome = new Outcome(
                    index,
                    call,
                    Duration.ofNanos(Math.max(0, sent - due)),
                    Duration.ofNanos(now - due),
                    verdict.kind(),
                    verdict.answer(),
                    verdict.note());
            live.ended(outcome);
            return outcome;
        }
    }
}
