package io.faasbatch.grouping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Batches as large as the latency target allows, after Kraken (SoCC 2021): a container runs its batch one after the other, so
 * as many fit into it as mean run times fit into the target, and the group takes as many containers as it has batches.
 *
 * <p>Without a target of its own a function has that of a Vanilla call that must start its container. Kraken knows run times beforehand, from a profile; here
 * they are measured, and until one is known all goes into one batch, so that not knowing costs it no containers.
 */
final class KrakenStrategy implements Strategy {

    static final String NAME = "kraken";

    /** Containers that serve come before those that start, the fuller first: the last one is not spread thinly. */
    private static final Comparator<ContainerView> ORDER = Comparator.comparing(ContainerView::ready)
            .reversed()
            .thenComparing(Comparator.comparingInt(ContainerView::inFlight).reversed());

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int concurrency(DispatchPolicy policy) {
        return 1;
    }

    @Override
    public boolean plansArrivals() {
        return false;
    }

    @Override
    public List<Assignment> plan(GroupView group, List<ContainerView> containers, DispatchPolicy policy) {
        int batch = batchSize(group.stats(), policy);
        List<Assignment> plan = new ArrayList<>();
        int left = group.pending();
        for (ContainerView container : containers.stream().sorted(ORDER).toList()) {
            int size = Math.min(left, Math.min(batch - container.inFlight(), container.admits()));
            if (size > 0) {
                plan.add(new Assignment.ToContainer(size, container.id()));
                left -= size;
            }
        }
        int places = policy.maxContainers() - containers.size();
        for (; left > 0 && places > 0; places--) {
            plan.add(new Assignment.ToNewContainer(Math.min(left, batch)));
            left -= Math.min(left, batch);
        }
        return List.copyOf(plan);
    }

    static int batchSize(FunctionStats stats, DispatchPolicy policy) {
        if (!stats.known()) {
            return policy.maxPending();
        }
        Duration run = stats.meanExecution();
        Duration target = policy.latencyTarget().orElse(run.plus(stats.meanStart()));
        double size = (double) target.toNanos() / Math.max(1, run.toNanos());
        return (int) Math.clamp(size, 1, policy.maxPending());
    }
}
