package io.faasbatch.grouping;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One step of the dispatch loop: plans the groups that are due and hands their batches to the fleet. Owned by one thread;
 * only {@link PendingInvocations} is shared.
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

    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());

    private final PendingInvocations<T> pending;
    private final Fleet<T> fleet;
    private final String idPrefix;
    private long batches;

    Dispatcher(PendingInvocations<T> pending, Fleet<T> fleet) {
        this.pending = pending;
        this.fleet = fleet;
        byte[] bits = new byte[6];
        new SecureRandom().nextBytes(bits);
        this.idPrefix = HexFormat.of().formatHex(bits) + "-";
    }

    /** Dispatches what is due, and gives when it is next needed. */
    long run(long now) {
        for (FunctionId function : pending.due(now)) {
            try {
                dispatch(function, now);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, () -> "function " + function + ": its group could not be planned", e);
                abandon(pending.drain(function));
            }
        }
        return pending.nextDue(now);
    }

    /** Gives back everything that is pending. */
    void abandonAll() {
        abandon(pending.drain());
    }

    private void dispatch(FunctionId function, long now) {
        for (int replans = 0; replans < MAX_REPLANS; replans++) {
            int mature = pending.mature(function);
            Optional<DispatchPolicy> policy = pending.policy(function);
            if (mature == 0 || policy.isEmpty()) {
                return;
            }
            List<Assignment> plan = policy.get().strategy().plan(mature, fleet.containers(function), policy.get());
            if (follow(plan, function, policy.get())) {
                return;
            }
        }
        pending.planAgain(function, now + REPLAN_PAUSE.toNanos());
    }

    /** @return false when a container was gone and what is left of the group must be planned anew */
    private boolean follow(List<Assignment> plan, FunctionId function, DispatchPolicy policy) {
        for (Assignment assignment : plan) {
            Optional<ContainerId> target = switch (assignment) {
                case Assignment.ToContainer existing -> Optional.of(existing.container());
                case Assignment.ToNewContainer _ -> start(function, policy.concurrency());
            };
            if (target.isEmpty()) {
                return true;
            }
            if (!send(target.get(), assignment.size(), function, policy)) {
                return false;
            }
        }
        return true;
    }

    private Optional<ContainerId> start(FunctionId function, int concurrency) {
        return pending.oldest(function).flatMap(example -> fleet.start(function, example, concurrency));
    }

    private boolean send(ContainerId target, int size, FunctionId function, DispatchPolicy policy) {
        List<Pending<T>> taken = pending.take(function, size);
        if (taken.isEmpty()) {
            return true;
        }
        List<T> invocations = taken.stream().map(Pending::invocation).toList();
        Batch<T> batch = new Batch<>(idPrefix + Long.toString(batches++, 36), function, invocations);
        try {
            if (fleet.send(target, batch)) {
                pending.sent();
                return true;
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, () -> "batch " + batch.id() + " of " + function + " could not be sent", e);
            pending.sent();
            abandon(invocations);
            return true;
        }
        abandon(pending.putBack(function, policy, taken));
        return false;
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
}
