package io.faasbatch.grouping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The paper's baseline: one container per invocation. Each goes to a container that has nothing to do, the ready ones
 * first, else to a new one; what exceeds {@code maxContainers} waits.
 *
 * <p>{@code sfs} dispatches in the same way: it differs in how the cores are shared afterwards, which is not decided here.
 */
final class VanillaStrategy implements Strategy {

    static final String NAME = "vanilla";
    static final String SFS = "sfs";

    private final String name;

    VanillaStrategy(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
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
        List<Assignment> plan = new ArrayList<>();
        containers.stream()
                .filter(container -> container.inFlight() == 0)
                .sorted(Comparator.comparing(ContainerView::ready).reversed())
                .limit(group.pending())
                .forEach(container -> plan.add(new Assignment.ToContainer(1, container.id())));
        int places = Math.max(0, policy.maxContainers() - containers.size());
        for (int missing = Math.min(group.pending() - plan.size(), places); missing > 0; missing--) {
            plan.add(new Assignment.ToNewContainer(1));
        }
        return List.copyOf(plan);
    }
}
