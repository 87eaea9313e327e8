package io.faasbatch.grouping;

/**
 * A batcher without a thread and without a clock: whoever owns it says what time it is and steps it. {@link Batcher} steps it with the
 * machine's time, a simulation with its own.
 *
 * <p>Any thread may submit, withdraw and report; {@link #step} and {@link #abandonAll} are for one thread at a time. Times are nanoseconds
 * of one clock that starts at zero and never goes back.
 *
 * @param <T> an invocation; told apart by identity
 */
public final class SteppedBatcher<T> {

    /** {@link #step} has nothing to wait for but what is reported. */
    public static final long NEVER = Long.MAX_VALUE;

    private final PendingInvocations<T> pending;
    private final Histories histories = new Histories();
    private final Dispatcher<T> dispatcher;

    /** @param maxPendingTotal most invocations that may be pending over all functions, at least 1; more are refused */
    public SteppedBatcher(Fleet<T> fleet, int maxPendingTotal) {
        this.pending = new PendingInvocations<>(maxPendingTotal);
        this.dispatcher = new Dispatcher<>(pending, histories, fleet);
    }

    /**
     * Accepts an invocation. From here on it is sent, withdrawn or abandoned.
     *
     * @return whether the next step is needed earlier than the last one said
     * @throws PendingLimitException when the function, or all together, have as many pending as they may
     * @throws BatcherClosedException after {@link #close}
     */
    public boolean submit(FunctionId function, DispatchPolicy policy, T invocation, long now) {
        histories.of(function).arrived();
        return pending.add(function, policy, invocation, now);
    }

    /** Takes an invocation back; see {@link Batcher#withdraw}. */
    public boolean withdraw(FunctionId function, T invocation) {
        return pending.withdraw(function, invocation);
    }

    /** An invocation of the function ended in its container. Told before {@link #roomFreed}. */
    public void ended(FunctionId function, RunTimes times, long now) {
        histories.of(function).ended(times, now);
    }

    /**
     * A container of the function ended an invocation, became ready or died.
     *
     * @return whether a step is needed for it
     */
    public boolean roomFreed(FunctionId function) {
        return pending.roomFreed(function);
    }

    /**
     * The worker may have a place for a container.
     *
     * @return whether a step is needed for it
     */
    public boolean capacityFreed() {
        return pending.capacityFreed();
    }

    /** Dispatches what is due, and gives when the next step is needed, {@link #NEVER} for only when something is reported. */
    public long step(long now) {
        return dispatcher.run(now);
    }

    /** When the next step is needed: now or earlier when something waits for it. */
    public long nextStep(long now) {
        return pending.nextDue(now);
    }

    /** How many invocations of the function wait to be dispatched. */
    public int pending(FunctionId function) {
        return pending.size(function);
    }

    /** How many invocations of all functions wait to be dispatched. */
    public int pending() {
        return pending.size();
    }

    /** What is known of the function by now. */
    public FunctionStats stats(FunctionId function, long now) {
        return histories.of(function).view(now);
    }

    /** Nothing more is accepted. */
    public void close() {
        pending.close();
    }

    public boolean isClosed() {
        return pending.isClosed();
    }

    /** Gives everything pending to {@link Fleet#abandon}. */
    public void abandonAll() {
        dispatcher.abandonAll();
    }
}
