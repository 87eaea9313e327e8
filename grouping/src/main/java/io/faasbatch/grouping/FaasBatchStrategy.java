package io.faasbatch.grouping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The paper's strategy: the whole group goes to one container, so that its members share what a container can share.
 *
 * <p>First an idle warm container, then a busy one with room, then one that is starting, then a new one; else the group
 * waits. A container has room while fewer than {@code concurrency} invocations are in flight; a group larger than the room
 * still goes whole, and waits inside. Only memory divides a group: what it does not admit goes on to the next container.
 *
 * <p>Of several with room the fullest that takes the whole group without waiting inside is chosen: load gathers on few containers and
 * the others fall idle, to serve other bursts or be removed. When none has that much room, the one with the most room
 * lets the least wait inside.
 */
final class FaasBatchStrategy implements Strategy {

    static final String NAME = "faasbatch";

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
        return false;
    }

    @Override
    public List<Assignment> plan(GroupView group, List<ContainerView> containers, DispatchPolicy policy) {
        List<Assignment> plan = new ArrayList<>();
        List<ContainerView> open = new ArrayList<>(
                containers.stream().filter(container -> container.admits() > 0).toList());
        int left = group.pending();
        while (left > 0) {
            Optional<ContainerView> chosen = choose(left, open, policy);
            if (chosen.isEmpty()) {
                break;
            }
            int size = Math.min(left, chosen.get().admits());
            plan.add(new Assignment.ToContainer(size, chosen.get().id()));
            open.remove(chosen.get());
            left -= size;
        }
        if (left > 0 && containers.size() < policy.maxContainers()) {
            plan.add(new Assignment.ToNewContainer(left));
        }
        return List.copyOf(plan);
    }

    private static Optional<ContainerView> choose(int size, List<ContainerView> open, DispatchPolicy policy) {
        return idle(open)
                .or(() -> withRoom(size, open, policy, ContainerView::ready))
                .or(() -> withRoom(size, open, policy, container -> !container.ready()));
    }

    private static Optional<ContainerView> idle(List<ContainerView> containers) {
        return containers.stream()
                .filter(container -> container.ready() && container.inFlight() == 0)
                .findFirst();
    }

    private static Optional<ContainerView> withRoom(
            int size, List<ContainerView> containers, DispatchPolicy policy, Predicate<ContainerView> state) {
        List<ContainerView> open = containers.stream()
                .filter(state)
                .filter(container -> container.inFlight() < policy.concurrency())
                .toList();
        Comparator<ContainerView> byLoad = Comparator.comparingInt(ContainerView::inFlight);
        Stream<ContainerView> roomy = open.stream().filter(container -> size <= room(container, policy));
        return roomy.max(byLoad).or(() -> open.stream().min(byLoad));
    }

    private static int room(ContainerView container, DispatchPolicy policy) {
        return Math.min(policy.concurrency() - container.inFlight(), container.admits());
    }
}
