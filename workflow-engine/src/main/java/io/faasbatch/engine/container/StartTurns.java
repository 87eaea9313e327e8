package io.faasbatch.engine.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;

/**
 * So many at a time; and of those that wait, one of each kind after the other, so that whoever wants a hundred does not keep another from its first. Thread-safe.
 *
 * @param <K> a kind
 */
final class StartTurns<K> {

    private final int most;

    @GuardedBy("this")
    private int taken;

    /** Never an empty queue. */
    @GuardedBy("this")
    private final SequencedMap<K, Queue<CountDownLatch>> waiting = new LinkedHashMap<>();

    @GuardedBy("this")
    private boolean closed;

    StartTurns(int most) {
        this.most = most;
    }

    /** Waits for a turn, which ends with {@link #release}. False when there are no more. */
    boolean acquire(K kind) throws InterruptedException {
        CountDownLatch turn;
        synchronized (this) {
            if (closed) {
                return false;
            }
            if (taken < most) {
                taken++;
                return true;
            }
            turn = new CountDownLatch(1);
            waiting.computeIfAbsent(kind, _ -> new ArrayDeque<>()).add(turn);
        }
        try {
            turn.await();
        } catch (InterruptedException e) {
            giveUp(kind, turn);
            throw e;
        }
        synchronized (this) {
            return !closed;
        }
    }

    /** Hands the turn to whoever is next. */
    synchronized void release() {
        var next = waiting.pollFirstEntry();
        if (next == null) {
            taken--;
            return;
        }
        next.getValue().remove().countDown();
        if (!next.getValue().isEmpty()) {
            waiting.putLast(next.getKey(), next.getValue());
        }
    }

    private synchronized void giveUp(K kind, CountDownLatch turn) {
        Queue<CountDownLatch> queue = waiting.getOrDefault(kind, new ArrayDeque<>());
        boolean waited = queue.remove(turn);
        if (queue.isEmpty()) {
            waiting.remove(kind);
        }
        if (!waited && !closed) {
            release();
        }
    }

    /** No more turns: who waits goes without. */
    synchronized void close() {
        closed = true;
        waiting.values().forEach(queue -> queue.forEach(CountDownLatch::countDown));
        waiting.clear();
    }
}
