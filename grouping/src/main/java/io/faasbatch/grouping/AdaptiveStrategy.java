package io.faasbatch.grouping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The default: no invocation waits for nothing.
 *
 * <p>A warm container with room gets whatever has gathered, at once and as one batch. While the only container is being started the
 * group gathers; where there is none, one is started. The dispatch interval bounds the gathering: once it is over, the group is
 * handed to the container that starts.
 *
 * <p><b>Room.</b> How many invocations a container usefully has in flight is measured ({@link FunctionStats#usefulLoad}). Of a function
 * that waits, for others or for a disk, all run side by side, and the bound is its own concurrency. Of one that computes, more
 * than there are cores only slow each other down: they all end late, where one after the other half of them would end early; and what was handed over
 * cannot go to another container any more. So the rest waits here, in order. What arrives goes into a container at once until that runs all it can and has
 * work ahead so that it does not fall idle while the next is on its way ({@link #AHEAD}). Then its turn is over: what would wait there gathers here, until it has
 * less than that ahead. It is then given all that gathered, up to the work of a dispatch interval, as one batch: when the cores are busy anyway, every batch
 * less is processor time for user code.
 *
 * <p><b>Another container</b> is started, at most one at a time, when those there are have not kept up for as long as a container takes to start
 * and what is left is expected to wait for twice as long again, and longer than the latency target leaves. Paying only after
 * having waited for the price is never more than twice as dear as knowing the future; so a burst that is merely wide costs no
 * container. A function that is bound by the cores, as far as is known, gets no more containers than the cores can run.
 */
final class AdaptiveStrategy implements Strategy {

    static final String NAME = "adaptive";

    /** Work that a container has beyond what it runs, so that it has something to do while the next is on its way. */
    static final Duration AHEAD = Duration.ofMillis(20);

    /** Without a latency target: how many times as long as alone an invocation may take. */
    static final int STRETCH = 3;

    /** How many times as long as a start the expected wait must be: what changes meanwhile must not regret it. */
    static final double START_MARGIN = 2;

    private static final Comparator<ContainerView> BY_LOAD = Comparator.comparingInt(ContainerView::inFlight);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int concurrency(DispatchPolicy policy) {
        return policy.concurrency();
    }

    @Override
    public boolean plansArrivals() {
        return true;
    }

    @Override
    public List<Assignment> plan(GroupView group, List<ContainerView> containers, DispatchPolicy policy) {
        List<Assignment> plan = new ArrayList<>();
        int bound = inFlight(reach(policy), group.stats(), policy);
        List<ContainerView> ready =
                containers.stream().filter(ContainerView::ready).toList();
        int left = group.pending() - fill(plan, group.pending(), open(ready, group, policy), bound, group.stats());
        if (left > 0 && group.expired() && ready.isEmpty()) {
            left -= fill(plan, left, containers, bound, group.stats());
        }
        if (left > 0 && wantsAnother(left, group, containers, policy)) {
            boolean handOver = containers.isEmpty() && group.expired();
            plan.add(handOver ? new Assignment.ToNewContainer(Math.min(left, bound)) : new Assignment.StartOnly());
        }
        return List.copyOf(plan);
    }

    private static List<ContainerView> open(List<ContainerView> ready, GroupView group, DispatchPolicy policy) {
        int enough = inFlight(AHEAD, group.stats(), policy);
        return ready.stream().filter(container -> container.inFlight() < enough).toList();
    }

    /** Gives the containers what they have room for; returns how much that is. */
    private static int fill(
            List<Assignment> plan, int pending, List<ContainerView> containers, int bound, FunctionStats stats) {
        Optional<ContainerView> one = whole(pending, containers, bound, stats);
        if (one.isPresent()) {
            plan.add(new Assignment.ToContainer(pending, one.get().id()));
            return pending;
        }
        int left = pending;
        for (ContainerView container : containers.stream().sorted(BY_LOAD).toList()) {
            int size = Math.min(left, room(container, bound));
            if (size > 0) {
                plan.add(new Assignment.ToContainer(size, container.id()));
                left -= size;
            }
        }
        return pending - left;
    }

    /** A container that takes the whole group: the one with the least work of a function that computes, else the fullest. */
    private static Optional<ContainerView> whole(
            int pending, List<ContainerView> containers, int bound, FunctionStats stats) {
        boolean computes = stats.usefulLoad() != FunctionStats.UNLIMITED;
        return containers.stream()
                .filter(container -> room(container, bound) >= pending)
                .min(computes ? BY_LOAD : BY_LOAD.reversed());
    }

    private static int room(ContainerView container, int bound) {
        return Math.max(0, Math.min(bound - container.inFlight(), container.admits()));
    }

    private static int sideBySide(FunctionStats stats, DispatchPolicy policy) {
        return Math.min(policy.concurrency(), stats.usefulLoad());
    }

    /** Most work that a container is given beyond what it runs. */
    private static Duration reach(DispatchPolicy policy) {
        return policy.interval().compareTo(AHEAD) > 0 ? policy.interval() : AHEAD;
    }

    /** How many a container has in flight that runs all it can and has so much work beyond that. */
    static int inFlight(Duration ahead, FunctionStats stats, DispatchPolicy policy) {
        int side = sideBySide(stats, policy);
        if (!stats.known()) {
            return side;
        }
        double run = Math.max(1, stats.meanExecution().toNanos());
        return (int) Math.clamp(Math.ceil(side * (1 + ahead.toNanos() / run)), side, policy.maxPending());
    }

    private static boolean wantsAnother(
            int left, GroupView group, List<ContainerView> containers, DispatchPolicy policy) {
        if (containers.isEmpty()) {
            return true;
        }
        boolean starting = containers.stream().anyMatch(container -> !container.ready());
        if (starting || containers.size() >= mostContainers(group.stats(), policy)) {
            return false;
        }
        long start = group.stats().meanStart().toNanos();
        double wait = expectedWait(left, group, containers);
        return group.saturatedFor().toNanos() >= start
                && wait > START_MARGIN * start
                && wait > slack(group.stats(), policy);
    }

    private static int mostContainers(FunctionStats stats, DispatchPolicy policy) {
        boolean boundByCores = !stats.scales() || stats.usefulLoad() < policy.concurrency();
        return boundByCores ? Math.min(policy.maxContainers(), policy.parallelContainers()) : policy.maxContainers();
    }

    /** How long the last of those that are left will wait: they leave as fast as those in flight do, by Little's law. */
    private static double expectedWait(int left, GroupView group, List<ContainerView> containers) {
        int inFlight = containers.stream().mapToInt(ContainerView::inFlight).sum();
        double each = (double) group.stats().meanInside().toNanos() / Math.max(1, inFlight);
        return Math.max(left * each, (double) group.saturatedFor().toNanos());
    }

    /** How long an invocation may wait before it runs, so that its latency stays within the target. */
    private static long slack(FunctionStats stats, DispatchPolicy policy) {
        long alone = stats.soloExecution().toNanos();
        long target = policy.latencyTarget().map(Duration::toNanos).orElse(STRETCH * alone);
        return Math.max(0, target - alone);
    }
}
