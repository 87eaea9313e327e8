package io.faasbatch.grouping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The pending invocations of one function, oldest first. Those whose window has closed are <em>mature</em> and always lie in
 * front of those that still gather. Not thread-safe: guarded by the monitor of its {@link PendingInvocations}.
 */
final class FunctionGroup<T> {

    /** No window is open. */
    static final long NOT_GATHERING = Long.MAX_VALUE;

    private final FunctionId function;
    private final LinkedHashMap<Pending<T>, Pending<T>> pending = new LinkedHashMap<>();
    private DispatchPolicy policy;
    private long closesAt = NOT_GATHERING;
    private final DrainRate drain;
    private int mature;
    private long lastMature = Long.MIN_VALUE;

    FunctionGroup(FunctionId function, DispatchPolicy policy, long now) {
        this.drain = new DrainRate(now);
        this.function = function;
        this.policy = policy;
    }

    FunctionId function() {
        return function;
    }

    DispatchPolicy policy() {
        return policy;
    }

    /** When the open window closes. Changed only while the group is not in an order of windows. */
    long closesAt() {
        return closesAt;
    }

    void openWindow(long closesAt) {
        this.closesAt = closesAt;
    }

    /** The newest policy counts for the whole group. */
    boolean add(Pending<T> arrival, DispatchPolicy newest) {
        policy = newest;
        return pending.putIfAbsent(arrival, arrival) == null;
    }

    /** Puts back what was taken, in front of everything, in its old order. */
    void putBack(List<Pending<T>> taken) {
        for (Pending<T> entry : taken.reversed()) {
            pending.putFirst(entry, entry);
            lastMature = Math.max(lastMature, entry.arrival());
        }
        mature += taken.size();
    }

    boolean remove(T invocation) {
        Pending<T> removed = pending.remove(Pending.probe(invocation));
        if (removed != null && removed.arrival() <= lastMature) {
            mature--;
        }
        return removed != null;
    }

    DrainRate drain() {
        return drain;
    }

    /** Closes the window: every invocation that gathered is mature. */
    void close() {
        closesAt = NOT_GATHERING;
        mature();
    }

    /** Every invocation that is there is mature. */
    void mature() {
        mature = pending.size();
        if (mature > 0) {
            lastMature = pending.lastEntry().getKey().arrival();
        }
    }

    int matureCount() {
        return mature;
    }

    int size() {
        return pending.size();
    }

    /** Removes the oldest mature ones. */
    List<Pending<T>> take(int most) {
        List<Pending<T>> taken = new ArrayList<>(Math.min(most, mature));
        while (taken.size() < most && mature > 0) {
            taken.add(pending.pollFirstEntry().getKey());
            mature--;
        }
        return taken;
    }

    /** The one that arrived first. The group must not be empty. */
    Pending<T> oldest() {
        return pending.firstEntry().getKey();
    }

    List<T> invocations() {
        return pending.keySet().stream().map(Pending::invocation).toList();
    }
}
