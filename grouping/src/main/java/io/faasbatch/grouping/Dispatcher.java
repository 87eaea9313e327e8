package io.faasbatch.grouping;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/**
 * One step of the dispatch loop: plans the groups that are due and hands their batches to the fleet. Used by one thread at a time;
 * only {@link PendingInvocations} and the histories are shared.
 *
 * <p>A step follows the plan of a group up to its first start of a container; what is left of it is planned anew after the other
 * groups had their turn, in the order of {@link Places}.
 *
 * <p>A fleet or strategy that throws ends only what it was called for: the batch in hand when a batch was being sent, else
 * the group that was being planned, is given to {@link Fleet#abandon}. Keeping it would plan it for ever; dropping it would
 * lose it.
 */
final class Dispatcher<T> {

    /** How often a group is planned again at once because a container that its plan named is gone. */
    static final int MAX_REPLANS = 8;

    /** How long a group then rests before it is planned again. */
    static final Duration REPLAN_PAUSE = Duration.ofMillis(10);

    /** How often a group that still waits is planned again though nothing happened: time that passes is news as well. */
    static final Duration REVIEW_PAUSE = Duration.ofMillis(50);

    /** After so many refusals in one step the fleet is not asked again: a refusal can be meant for one function only, but these are not. */
    static final int MAX_REFUSALS = 4;

    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final PendingInvocations<T> pending;
    private final Histories histories;
    private final Fleet<T> fleet;
    private final Starts starts = new Starts();
    private final Places places = new Places();
    private final Saturation saturation = new Saturation();
    private final String idPrefix;
    private long batches;
    private int refusals;

    Dispatcher(PendingInvocations<T> pending, Histories histories, Fleet<T> fleet) {
        this.pending = pending;
        this.histories = histories;
        this.fleet = fleet;
        byte[] bits = new byte[6];
        new SecureRandom().nextBytes(bits);
        this.idPrefix = HexFormat.of().formatHex(bits) + "-";
    }

    /** What became of following a plan. */
    private enum Followed {
        /** To its end. */
        WHOLE,
        /** Up to the first start of a container; there may be more to do. */
        UNTIL_START,
        /** A container was gone, or had less room than was thought. */
        BROKEN
    }

    private record Claim(FunctionId function, int held, long turn) {
        static final Comparator<Claim> FEWEST_FIRST =
                Comparator.comparingInt(Claim::held).thenComparingLong(Claim::turn);
    }

    /** Dispatches what is due, and gives when it is next needed. */
    long run(long now) {
        refusals = 0;
        Set<FunctionId> due = new LinkedHashSet<>(pending.due(now));
        if (!due.isEmpty()) {
            due.addAll(places.refused());
        }
        if (due.size() == 1) {
            dispatchFully(due.iterator().next(), now);
        } else {
            dispatchInTurns(due, now);
        }
        if (places.contended()) {
            places.share(fleet, now);
        }
        pending.contended(places.contended());
        return pending.nextDue(now);
    }

    /** Gives back everything that is pending. */
    void abandonAll() {
        abandon(pending.drain());
    }

    private void dispatchFully(FunctionId function, long now) {
        boolean more = true;
        while (more) {
            more = dispatch(function, now);
        }
    }

    private void dispatchInTurns(Set<FunctionId> due, long now) {
        Queue<Claim> claims = new PriorityQueue<>(Claim.FEWEST_FIRST);
        due.forEach(function -> claims.add(claim(function)));
        while (!claims.isEmpty()) {
            FunctionId function = claims.remove().function();
            if (dispatch(function, now)) {
                claims.add(claim(function));
            }
        }
    }

    private Claim claim(FunctionId function) {
        return new Claim(function, fleet.containers(function).size(), places.turn(function));
    }

    /** @return whether a container was started and there may be more to do */
    private boolean dispatch(FunctionId function, long now) {
        try {
            return follow(function, now);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> "function " + function + ": its group could not be planned", e);
            places.content(function);
            abandon(pending.drain(function));
            return false;
        }
    }

    private boolean follow(FunctionId function, long now) {
        RunHistory history = histories.of(function);
        for (int replans = 0; replans < MAX_REPLANS; replans++) {
            List<ContainerView> all = fleet.containers(function);
            observe(function, all, history, now);
            Optional<PendingInvocations.Ripe<T>> ripe = pending.ripe(function);
            if (ripe.isEmpty()) {
                rest(function);
                return false;
            }
            List<ContainerView> usable = places.usable(function, all);
            Step step = new Step(function, ripe.get(), usable, history, now);
            switch (step.follow(plan(function, ripe.get(), usable, history, now))) {
                case WHOLE -> {
                    waitOn(function, ripe.get(), step.refused, serving(usable), now);
                    return false;
                }
                case UNTIL_START -> {
                    return true;
                }
                case BROKEN -> places.content(function);
            }
        }
        pending.planAgain(function, now + REPLAN_PAUSE.toNanos());
        return false;
    }

    private void observe(FunctionId function, List<ContainerView> containers, RunHistory history, long now) {
        starts.observe(function, containers, history, now);
        int inFlight = containers.stream().mapToInt(ContainerView::inFlight).sum();
        history.observed(inFlight, serving(containers));
    }

    private static int serving(List<ContainerView> containers) {
        return (int) containers.stream().filter(ContainerView::ready).count();
    }

    private List<Assignment> plan(
            FunctionId function,
            PendingInvocations.Ripe<T> ripe,
            List<ContainerView> containers,
            RunHistory history,
            long now) {
        Duration waited = Duration.ofNanos(Math.max(0, now - ripe.oldest().at()));
        boolean expired = waited.toNanos() >= ripe.policy().intervalNanos();
        Duration saturated = saturation.of(function, serving(containers), now);
        GroupView group = new GroupView(ripe.count(), waited, saturated, expired, history.view(now));
        return ripe.policy().strategy().plan(group, containers, ripe.policy());
    }

    /** Nothing of the function is pending. */
    private void rest(FunctionId function) {
        places.content(function);
        saturation.keptUp(function);
        pending.watch(function, starts.underWay(function));
    }

    /** The plan has been followed; what is left of the group waits for news. */
    private void waitOn(FunctionId function, PendingInvocations.Ripe<T> ripe, boolean refused, int serving, long now) {
        if (pending.ripe(function).isEmpty()) {
            rest(function);
            return;
        }
        saturation.leftOver(function, serving, now);
        if (refused) {
            places.refuse(function, now);
            pending.planAgain(function, now + Places.CEDE_AFTER.toNanos());
        } else {
            places.content(function);
        }
        pending.watch(function, starts.underWay(function));
        if (ripe.policy().strategy().plansArrivals()) {
            long review = Math.max(REVIEW_PAUSE.toNanos(), ripe.policy().intervalNanos());
            pending.planAgain(function, now + review);
        }
    }

    private void abandon(List<T> invocations) {
        if (invocations.isEmpty()) {
            return;
        }
        try {
            fleet.abandon(invocations);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> "the fleet did not take back " + invocations.size() + " invocations", e);
        }
    }

    /** One plan of one group while it is followed. */
    private final class Step {
        final FunctionId function;
        final PendingInvocations.Ripe<T> ripe;
        final List<ContainerView> containers;
        final RunHistory history;
        final long now;

        /** No container could be started, and the rest of the plan is not followed. */
        boolean stopped;

        /** A place for a container was lacking. */
        boolean refused;

        Step(
                FunctionId function,
                PendingInvocations.Ripe<T> ripe,
                List<ContainerView> containers,
                RunHistory history,
                long now) {
            this.function = function;
            this.ripe = ripe;
            this.containers = containers;
            this.history = history;
            this.now = now;
        }

        Followed follow(List<Assignment> plan) {
            for (Assignment assignment : plan) {
                Followed followed = switch (assignment) {
                    case Assignment.ToContainer existing ->
                        send(existing.container(), existing.size(), loadOf(existing.container()));
                    case Assignment.ToNewContainer fresh -> startFor(fresh.size());
                    case Assignment.StartOnly() -> startFor(0);
                };
                if (followed != Followed.WHOLE || stopped) {
                    return followed;
                }
            }
            return Followed.WHOLE;
        }

        private Followed startFor(int size) {
            Optional<ContainerId> started = start();
            if (started.isEmpty()) {
                stopped = true;
                refused = !fleet.heldBack(function);
                return Followed.WHOLE;
            }
            places.uses(function, true);
            starts.began(started.get(), function, now);
            pending.watch(function, true);
            if (size == 0) {
                return Followed.UNTIL_START;
            }
            Followed sent = send(started.get(), Math.min(size, roomOfNew(started.get(), size)), 0);
            return sent == Followed.WHOLE ? Followed.UNTIL_START : sent;
        }

        private Optional<ContainerId> start() {
            if (refusals >= MAX_REFUSALS || !places.mayAsk(function)) {
                return Optional.empty();
            }
            Optional<ContainerId> started = fleet.start(
                    function, ripe.oldest().invocation(), ripe.policy().containerConcurrency());
            refusals += started.isEmpty() ? 1 : 0;
            return started;
        }

        /** What a container has room for is first known when it is there. */
        private int roomOfNew(ContainerId id, int size) {
            return fleet.containers(function).stream()
                    .filter(container -> container.id().equals(id))
                    .findFirst()
                    .map(ContainerView::admits)
                    .orElse(size);
        }

        private int loadOf(ContainerId id) {
            return containers.stream()
                    .filter(container -> container.id().equals(id))
                    .mapToInt(ContainerView::inFlight)
                    .findFirst()
                    .orElse(0);
        }

        private Followed send(ContainerId target, int size, int load) {
            List<Pending<T>> taken = pending.take(function, size, now);
            if (taken.isEmpty()) {
                return Followed.WHOLE;
            }
            List<T> invocations = taken.stream().map(Pending::invocation).toList();
            String id = idPrefix + Long.toString(batches++, 36);
            Batch<T> batch = new Batch<>(id, function, invocations);
            try {
                if (fleet.send(target, batch)) {
                    pending.sent();
                    places.uses(function, false);
                    history.sent(taken.size(), load + taken.size());
                    return Followed.WHOLE;
                }
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, () -> "batch " + batch.id() + " of " + function + " could not be sent", e);
                pending.sent();
                abandon(invocations);
                return Followed.WHOLE;
            }
            abandon(pending.putBack(function, ripe.policy(), taken, now));
            return Followed.BROKEN;
        }
    }
}
