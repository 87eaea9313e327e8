package io.faasbatch.grouping;

import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The dispatch loop: gathers the invocations of each function as its strategy wants it, then gives the group to the containers
 * the strategy chooses. After FaaSBatch (ICDCS 2023, section IV).
 *
 * <p>A window opens when an invocation arrives for a function that gathers nothing, and closes one interval later. The
 * paper's artifact ticks globally instead: there an arrival waits half an interval on average, by chance, a burst that straddles a tick
 * is split over two batches, and each tick looks at every function. With a window per group a burst that is shorter than
 * the interval is always one batch, the wait has a bound, and a function without work costs nothing.
 *
 * <p>Who owns what: {@link PendingInvocations} guards what waits, for every thread. Deciding and calling the fleet is a <em>step</em>, done
 * by whoever holds {@code stepping}: the thread that brought the news when the lock is free, which spares a warm call the way over
 * another thread, and the dispatch thread when a window closes. A thread that finds the lock taken leaves: the holder looks for news
 * again after it has let go. Nothing accepted is lost: each invocation is sent, withdrawn or abandoned, exactly once.
 *
 * @param <T> an invocation; told apart by identity
 */
public final class Batcher<T> implements AutoCloseable {

    /** Most invocations that may be pending over all functions, when nothing else is said. */
    public static final int DEFAULT_MAX_PENDING_TOTAL = 100_000;

    /** After so many steps in a row a thread that only brought news leaves the rest to the dispatch thread. */
    static final int MAX_STEPS_IN_A_ROW = 4;

    private static final long AWAKE = Long.MIN_VALUE;

    private final SteppedBatcher<T> batcher;
    private final Ticker ticker;
    private final long origin;
    private final ReentrantLock stepping = new ReentrantLock();
    private final Thread dispatchThread;

    /** When the dispatch thread next looks by itself; who knows of something earlier wakes it. */
    private volatile long parkedUntil = AWAKE;

    /** Starts to dispatch, with the default bound of everything pending. */
    public Batcher(Fleet<T> fleet, Ticker ticker) {
        this(fleet, ticker, DEFAULT_MAX_PENDING_TOTAL);
    }

    /** @param maxPendingTotal most invocations that may be pending over all functions, at least 1; more are refused */
    public Batcher(Fleet<T> fleet, Ticker ticker, int maxPendingTotal) {
        this.batcher = new SteppedBatcher<>(fleet, maxPendingTotal);
        this.ticker = ticker;
        this.origin = ticker.nanoTime();
        this.dispatchThread =
                Thread.ofPlatform().daemon().name("faasbatch-dispatch").start(this::loop);
    }

    /**
     * Accepts an invocation. From here on it is sent, withdrawn or abandoned.
     *
     * @throws PendingLimitException when the function, or all together, have as many pending as they may
     * @throws BatcherClosedException after {@link #close}
     */
    public void submit(FunctionId function, DispatchPolicy policy, T invocation) {
        stepIf(batcher.submit(function, policy, invocation, now()));
    }

    /**
     * Takes an invocation back.
     *
     * @return true when it was still pending: it will be neither sent nor abandoned. False when it is with a container or on
     *     its way there; should that way turn out to be closed, it is abandoned instead of waiting again
     */
    public boolean withdraw(FunctionId function, T invocation) {
        return batcher.withdraw(function, invocation);
    }

    /** An invocation of the function ended in a container: what strategies know of the function comes from here. */
    public void ended(FunctionId function, RunTimes times) {
        batcher.ended(function, times, now());
    }

    /** A container of the function ended an invocation, became ready or died: what waits for that is planned again. */
    public void roomFreed(FunctionId function) {
        stepIf(batcher.roomFreed(function));
    }

    /** The worker may have a place for a container: everything that waits is planned again. */
    public void capacityFreed() {
        stepIf(batcher.capacityFreed());
    }

    /** How many invocations of the function wait to be dispatched. */
    public int pending(FunctionId function) {
        return batcher.pending(function);
    }

    /** How many invocations of all functions wait to be dispatched. */
    public int pending() {
        return batcher.pending();
    }

    /** What is known of the function by now. */
    public FunctionStats stats(FunctionId function) {
        return batcher.stats(function, now());
    }

    /** Accepts nothing more and gives everything pending to {@link Fleet#abandon}, before it returns. */
    @Override
    public void close() {
        batcher.close();
        LockSupport.unpark(dispatchThread);
        if (stepping.isHeldByCurrentThread()) {
            return;
        }
        step();
        if (Thread.currentThread().equals(dispatchThread)) {
            return;
        }
        try {
            dispatchThread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (!batcher.isClosed()) {
                step();
                parkUntil(batcher.nextStep(now()));
            }
        } finally {
            batcher.close();
            step();
        }
    }

    /** What became due before others could see that this thread is about to park is seen here. */
    private void parkUntil(long due) {
        parkedUntil = due;
        long now = now();
        if (due > now && batcher.nextStep(now) >= due) {
            ticker.park(due == SteppedBatcher.NEVER ? due : due - now);
        }
        parkedUntil = AWAKE;
    }

    /** Takes a step, or sees to it that one is taken. */
    private void stepIf(boolean needed) {
        if (!needed || stepping.isHeldByCurrentThread()) {
            return;
        }
        for (int steps = 0; steps < MAX_STEPS_IN_A_ROW; steps++) {
            if (!stepping.tryLock()) {
                return;
            }
            try {
                stepLocked();
            } finally {
                stepping.unlock();
            }
            long now = now();
            long due = batcher.nextStep(now);
            if (due > now) {
                if (due < parkedUntil) {
                    LockSupport.unpark(dispatchThread);
                }
                return;
            }
        }
        LockSupport.unpark(dispatchThread);
    }

    private void step() {
        stepping.lock();
        try {
            stepLocked();
        } finally {
            stepping.unlock();
        }
    }

    private void stepLocked() {
        if (batcher.isClosed()) {
            batcher.abandonAll();
        } else {
            batcher.step(now());
        }
    }

    private long now() {
        return ticker.nanoTime() - origin;
    }
}
