package io.faasbatch.grouping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The paper's baseline: one container per invocation. Each goes to a container that has nothing to do, the ready ones
 * first, else to a new one; what exceeds {@code maxContainers} waits.
 */
final class VanillaStrategy implements Strategy {

    static final String NAME = "vanilla";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Assignment> plan(int pending, List<ContainerView> containers, DispatchPolicy policy) {
        List<Assignment> plan = new ArrayList<>();
        containers.stream()
                .filter(container -> container.inFlight() == 0)
                .sorted(Comparator.comparing(ContainerView::ready).reversed())
                .limit(pending)
                .forEach(container -> plan.add(new Assignment.ToContainer(1, container.id())));
        int room = Math.max(0, policy.maxContainers() - containers.size());
        for (int missing = Math.min(pending - plan.size(), room); missing > 0; missing--) {
            plan.add(new Assignment.ToNewContainer(1));
        }
        return List.copyOf(plan);
    }
}
