package io.faasbatch.grouping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be dispatched, over all functions. Any thread adds and withdraws; one thread, the dispatcher, takes.
 *
 * <p>Everything here is guarded by this object's monitor, which is held for a few steps of memory only and never while
 * foreign code runs. Methods that tell the dispatcher something return whether it must be woken for it.
 *
 * <p>INVARIANT: a function is in {@code groups} exactly while it has something pending; in {@code windows} exactly while a
 * window of it is open; in {@code mature} exactly while its group has mature invocations.
 */
final class PendingInvocations<T> {

    private static final Comparator<FunctionGroup<?>> BY_WINDOW = Comparator.<FunctionGroup<?>>comparingLong(
                    FunctionGroup::closesAt)
            .thenComparing(group -> group.function().name())
            .thenComparing(group -> group.function().version());

    private final int maxTotal;
    private final Map<FunctionId, FunctionGroup<T>> groups = new HashMap<>();
    private final TreeSet<FunctionGroup<T>> windows = new TreeSet<>(BY_WINDOW);
    private final Map<FunctionId, FunctionGroup<T>> mature = new HashMap<>();
    private final Set<FunctionId> toPlan = new LinkedHashSet<>();
    private final Set<FunctionId> watched = new HashSet<>();
    private final Set<Pending<T>> inHand = new HashSet<>();
    private final Set<Pending<T>> withdrawnInHand = new HashSet<>();
    private final DrainRate drain = new DrainRate(0);
    private boolean contended;
    private boolean capacityFreed;
    private boolean closed;
    private long arrivals;
    private int total;

    PendingInvocations(int maxTotal) {
        if (maxTotal < 1) {
            throw new IllegalArgumentException("maxTotal must be at least 1: " + maxTotal);
        }
        this.maxTotal = maxTotal;
    }

    /** What is to be planned of one function: how many, the oldest of them, and how. */
    record Ripe<T>(DispatchPolicy policy, int count, Pending<T> oldest) {}

    /** @return whether the dispatcher is needed now, or earlier than it was: this is to be planned, or its window closes first of all */
    synchronized boolean add(FunctionId function, DispatchPolicy policy, T invocation, long now) {
        if (closed) {
            throw new BatcherClosedException();
        }
        FunctionGroup<T> group = groups.get(function);
        checkLimits(function, policy, group, now);
        if (group == null) {
            group = new FunctionGroup<>(function, policy, now);
            groups.put(function, group);
        }
        if (!group.add(new Pending<>(invocation, arrivals++, now), policy)) {
            throw new IllegalArgumentException("submitted twice: " + invocation);
        }
        total++;
        boolean first = group.closesAt() == FunctionGroup.NOT_GATHERING && openWindow(group, now);
        if (!policy.strategy().plansArrivals()) {
            return first;
        }
        group.mature();
        mature.put(function, group);
        return toPlan.add(function) || first;
    }

    /** Over all functions. */
    synchronized int size() {
        return total;
    }

    synchronized boolean withdraw(FunctionId function, T invocation) {
        FunctionGroup<T> group = groups.get(function);
        if (group != null && group.remove(invocation)) {
            total--;
            settle(group);
            return true;
        }
        Pending<T> probe = Pending.probe(invocation);
        if (inHand.contains(probe)) {
            withdrawnInHand.add(probe);
        }
        return false;
    }

    synchronized boolean roomFreed(FunctionId function) {
        boolean matters = contended || mature.containsKey(function) || watched.contains(function);
        return matters && toPlan.add(function);
    }

    synchronized boolean capacityFreed() {
        boolean news = !capacityFreed && !mature.isEmpty();
        capacityFreed |= news;
        return news;
    }

    /** Room that is freed for the function matters from now on, or no more, though nothing of it is pending. */
    synchronized void watch(FunctionId function, boolean on) {
        if (on) {
            watched.add(function);
        } else {
            watched.remove(function);
        }
    }

    /** Some function waits for a place: whatever is freed by any function matters. */
    synchronized void contended(boolean on) {
        contended = on;
    }

    synchronized int size(FunctionId function) {
        FunctionGroup<T> group = groups.get(function);
        return group == null ? 0 : group.size();
    }

    /** When the dispatcher is next needed: now or earlier when something waits for it, {@link Long#MAX_VALUE} for never. */
    synchronized long nextDue(long now) {
        if (closed || capacityFreed || !toPlan.isEmpty()) {
            return now;
        }
        return windows.isEmpty() ? Long.MAX_VALUE : windows.first().closesAt();
    }

    /** Closes the windows whose time has come; gives all functions to plan now, the one that waits longest first. */
    synchronized List<FunctionId> due(long now) {
        while (!windows.isEmpty() && windows.first().closesAt() <= now) {
            FunctionGroup<T> group = windows.removeFirst();
            group.close();
            mature.put(group.function(), group);
            toPlan.add(group.function());
        }
        if (capacityFreed) {
            toPlan.addAll(mature.keySet());
            capacityFreed = false;
        }
        List<FunctionId> due = toPlan.size() == 1
                ? List.of(toPlan.iterator().next())
                : toPlan.stream()
                        .sorted(Comparator.comparingLong(this::oldestArrival))
                        .toList();
        toPlan.clear();
        return due;
    }

    private long oldestArrival(FunctionId function) {
        FunctionGroup<T> group = mature.get(function);
        return group == null ? Long.MAX_VALUE : group.oldest().arrival();
    }

    /** What is mature of the function; it stays pending. */
    synchronized Optional<Ripe<T>> ripe(FunctionId function) {
        FunctionGroup<T> group = mature.get(function);
        return group == null
                ? Optional.empty()
                : Optional.of(new Ripe<>(group.policy(), group.matureCount(), group.oldest()));
    }

    /** Takes the oldest mature invocations into the dispatcher's hand, until {@link #sent} or {@link #putBack}. */
    synchronized List<Pending<T>> take(FunctionId function, int most, long now) {
        FunctionGroup<T> group = mature.get(function);
        if (group == null) {
            return List.of();
        }
        List<Pending<T>> taken = group.take(most);
        inHand.addAll(taken);
        total -= taken.size();
        group.drain().left(taken.size(), now);
        drain.left(taken.size(), now);
        settle(group);
        return taken;
    }

    /** What was in hand is somebody else's now. */
    synchronized void sent() {
        inHand.clear();
        withdrawnInHand.clear();
    }

    /**
     * What was in hand waits again, in front.
     *
     * @return those that somebody tried to withdraw meanwhile and was told that it was too late: they do not wait again
     */
    synchronized List<T> putBack(FunctionId function, DispatchPolicy policy, List<Pending<T>> taken, long now) {
        List<Pending<T>> again =
                taken.stream().filter(entry -> !withdrawnInHand.contains(entry)).toList();
        List<T> withdrawn = taken.stream()
                .filter(withdrawnInHand::contains)
                .map(Pending::invocation)
                .toList();
        sent();
        if (!again.isEmpty()) {
            FunctionGroup<T> group = groups.computeIfAbsent(function, name -> new FunctionGroup<>(name, policy, now));
            group.putBack(again);
            mature.put(function, group);
            total += again.size();
        }
        return withdrawn;
    }

    /** Plans the function again after a pause, though nothing else happens. */
    synchronized void planAgain(FunctionId function, long at) {
        FunctionGroup<T> group = groups.get(function);
        if (group != null) {
            windows.remove(group);
            group.openWindow(Math.min(at, group.closesAt()));
            windows.add(group);
        }
    }

    /** Nothing more is accepted. */
    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Removes everything that is pending for one function, mature or not. */
    synchronized List<T> drain(FunctionId function) {
        FunctionGroup<T> group = groups.get(function);
        if (group == null) {
            return List.of();
        }
        windows.remove(group);
        group.close();
        List<T> drained = group.invocations();
        group.take(drained.size());
        total -= drained.size();
        settle(group);
        return drained;
    }

    /** Removes everything that is pending, function by function. */
    synchronized List<T> drain() {
        List<T> drained = new ArrayList<>(total);
        for (FunctionId function : List.copyOf(groups.keySet())) {
            drained.addAll(drain(function));
        }
        return drained;
    }

    private void checkLimits(FunctionId function, DispatchPolicy policy, @Nullable FunctionGroup<T> group, long now) {
        if (group != null && group.size() >= policy.maxPending()) {
            throw new PendingLimitException(
                    function, policy.maxPending(), true, group.drain().retryAfter(group.size(), now));
        }
        if (total >= maxTotal) {
            throw new PendingLimitException(function, maxTotal, false, drain.retryAfter(total, now));
        }
    }

    private boolean openWindow(FunctionGroup<T> group, long now) {
        group.openWindow(now + group.policy().intervalNanos());
        windows.add(group);
        return windows.first() == group;
    }

    /** Forgets what a group no longer has. */
    private void settle(FunctionGroup<T> group) {
        if (group.matureCount() == 0) {
            mature.remove(group.function());
        }
        if (group.size() == 0) {
            windows.remove(group);
            groups.remove(group.function());
        }
    }
}
