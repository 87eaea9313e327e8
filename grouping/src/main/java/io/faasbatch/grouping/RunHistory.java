package io.faasbatch.grouping;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The recent past of one function. Guarded by its own monitor, under which nothing else is called; any thread may use it.
 *
 * <p>Under what load an invocation ran is not reported with its end. It is taken from the order in which batches were sent, as if
 * invocations ended in that order, and set right whenever a plan shows how many are really in flight.
 */
final class RunHistory {

    /** Completions that percentiles are taken from. */
    static final int RECENT = 128;

    /** Once the memory is full, how many completions a picture of it may be behind. */
    static final int STALE = 16;

    private static final double SOLO = 0.1;
    private static final double WEIGHT = 0.2;
    private static final int MOST_SENT = 4096;

    private record Sent(int load, int size) {}

    @GuardedBy("this")
    private final long[] queueing = new long[RECENT];

    @GuardedBy("this")
    private final long[] execution = new long[RECENT];

    @GuardedBy("this")
    private final LoadCurve curve = new LoadCurve();

    @GuardedBy("this")
    private final Deque<Sent> sent = new ArrayDeque<>();

    @GuardedBy("this")
    private int inFlight;

    @GuardedBy("this")
    private int containers = 1;

    @GuardedBy("this")
    private long ended;

    @GuardedBy("this")
    private long arrivals;

    @GuardedBy("this")
    private double startNanos = FunctionStats.START_GUESS.toNanos();

    @GuardedBy("this")
    private boolean startSeen;

    @GuardedBy("this")
    private FunctionStats picture = FunctionStats.UNKNOWN;

    @GuardedBy("this")
    private long pictureAt = -1;

    synchronized void arrived() {
        arrivals++;
    }

    /** A batch of this size went to a container that now has {@code load} in flight. */
    synchronized void sent(int size, int load) {
        if (sent.size() < MOST_SENT) {
            sent.addLast(new Sent(load, size));
            inFlight += size;
        }
    }

    /** So many are really in flight, in so many containers. */
    synchronized void observed(int reallyInFlight, int inContainers) {
        containers = Math.max(1, inContainers);
        while (inFlight > reallyInFlight) {
            forgetOldest();
        }
    }

    synchronized void started(long nanos) {
        startNanos = startSeen ? startNanos + WEIGHT * (nanos - startNanos) : nanos;
        startSeen = true;
        pictureAt = -1;
    }

    synchronized void ended(RunTimes times, long now) {
        double load = loadOfOldest();
        if (!times.succeeded()) {
            return;
        }
        int slot = (int) (ended % RECENT);
        queueing[slot] = times.queueingNanos();
        execution[slot] = times.executionNanos();
        ended++;
        curve.add(load, times.insideNanos(), now);
    }

    synchronized FunctionStats view(long now) {
        long behind = pictureAt < 0 ? Long.MAX_VALUE : ended - pictureAt;
        if (behind > 0 && (ended < RECENT || behind >= STALE)) {
            picture = paint(now);
            pictureAt = ended;
        }
        return picture;
    }

    /** Halfway between the load it was sent into and the load it left behind. */
    @GuardedBy("this")
    private double loadOfOldest() {
        Sent oldest = sent.peekFirst();
        if (oldest == null) {
            return 1;
        }
        double left = (double) inFlight / containers;
        forgetOldest();
        return Math.max(1, (oldest.load() + left) / 2);
    }

    @GuardedBy("this")
    private void forgetOldest() {
        Sent oldest = sent.pollFirst();
        if (oldest == null) {
            inFlight = 0;
            return;
        }
        inFlight--;
        if (oldest.size() > 1) {
            sent.addFirst(new Sent(oldest.load(), oldest.size() - 1));
        }
    }

    @GuardedBy("this")
    private FunctionStats paint(long now) {
        int count = (int) Math.min(ended, RECENT);
        long[] waits = Arrays.copyOf(queueing, count);
        long[] runs = Arrays.copyOf(execution, count);
        long[] inside = new long[count];
        Arrays.setAll(inside, index -> waits[index] + runs[index]);
        Duration meanRun = mean(runs);
        Duration meanInside = mean(inside);
        Arrays.sort(waits);
        Arrays.sort(runs);
        Arrays.sort(inside);
        return new FunctionStats(
                arrivals,
                count,
                meanRun,
                at(runs, SOLO),
                at(waits, 0.5),
                at(waits, 0.99),
                meanInside,
                at(inside, 0.5),
                at(inside, 0.99),
                curve.usefulLoad(now),
                curve.scales(now),
                Duration.ofNanos((long) startNanos));
    }

    private static Duration mean(long[] values) {
        return Duration.ofNanos((long) Arrays.stream(values).average().orElse(0));
    }

    private static Duration at(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(share * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.clamp(rank, 0, sorted.length - 1)]);
    }
}
