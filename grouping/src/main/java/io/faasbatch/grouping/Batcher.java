package io.faasbatch.grouping;

import java.util.concurrent.locks.LockSupport;

/**
 * The dispatch loop: gathers the invocations of each function for the function's dispatch interval, then gives the whole
 * group to the containers its strategy chooses. After FaaSBatch (ICDCS 2023, section IV).
 *
 * <p>A window opens when an invocation arrives for a function that gathers nothing, and closes one interval later. The
 * paper's artifact ticks globally instead: there an arrival waits half an interval on average, by chance, a burst that straddles a tick
 * is split over two batches, and each tick looks at every function. With a window per group a burst that is shorter than
 * the interval is always one batch, the wait has a bound, and a function without work costs nothing.
 *
 * <p>Who owns what: {@link PendingInvocations} guards what waits, for every thread; the dispatch thread alone decides
 * and alone calls the fleet. Nothing accepted is lost: each invocation is sent, withdrawn or abandoned, exactly once.
 *
 * @param <T> an invocation; told apart by identity
 */
public final class Batcher<T> implements AutoCloseable {

    /** Most invocations that may be pending over all functions, when nothing else is said. */
    public static final int DEFAULT_MAX_PENDING_TOTAL = 100_000;

    private final PendingInvocations<T> pending;
    private final Dispatcher<T> dispatcher;
    private final Ticker ticker;
    private final long origin;
    private final Thread dispatchThread;

    /** Starts to dispatch, with the default bound of everything pending. */
    public Batcher(Fleet<T> fleet, Ticker ticker) {
        this(fleet, ticker, DEFAULT_MAX_PENDING_TOTAL);
    }

    /** @param maxPendingTotal most invocations that may be pending over all functions, at least 1; more are refused */
    public Batcher(Fleet<T> fleet, Ticker ticker, int maxPendingTotal) {
        this.pending = new PendingInvocations<>(maxPendingTotal);
        this.dispatcher = new Dispatcher<>(pending, fleet);
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
        wakeIf(pending.add(function, policy, invocation, now()));
    }

    /**
     * Takes an invocation back.
     *
     * @return true when it was still pending: it will be neither sent nor abandoned. False when it is with a container or on
     *     its way there; should that way turn out to be closed, it is abandoned instead of waiting again
     */
    public boolean withdraw(FunctionId function, T invocation) {
        return pending.withdraw(function, invocation);
    }

    /** A container of the function ended an invocation, became ready or died: what waits for that is planned again. */
    public void roomFreed(FunctionId function) {
        wakeIf(pending.roomFreed(function));
    }

    /** The worker has a free slot for a container: everything that waits is planned again, the longest waiting first. */
    public void capacityFreed() {
        wakeIf(pending.capacityFreed());
    }

    /** How many invocations of the function wait to be dispatched. */
    public int pending(FunctionId function) {
        return pending.size(function);
    }

    /** Accepts nothing more and gives everything pending to {@link Fleet#abandon}, before it returns. */
    @Override
    public void close() {
        pending.close();
        LockSupport.unpark(dispatchThread);
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
            while (!pending.isClosed()) {
                long due = dispatcher.run(now());
                long wait = due == Long.MAX_VALUE ? due : due - now();
                if (wait > 0) {
                    ticker.park(wait);
                }
            }
        } finally {
            pending.close();
            dispatcher.abandonAll();
        }
    }

    private long now() {
        return ticker.nanoTime() - origin;
    }

    private void wakeIf(boolean needed) {
        if (needed) {
            LockSupport.unpark(dispatchThread);
        }
    }
}
