package io.faasbatch.grouping;

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
 * still goes whole, and waits inside.
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
    public List<Assignment> plan(int pending, List<ContainerView> containers, DispatchPolicy policy) {
        return idle(containers)
                .or(() -> withRoom(pending, containers, policy, ContainerView::ready))
                .or(() -> withRoom(pending, containers, policy, container -> !container.ready()))
                .<Assignment>map(container -> new Assignment.ToContainer(pending, container.id()))
                .or(() -> startOne(pending, containers, policy))
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<ContainerView> idle(List<ContainerView> containers) {
        return containers.stream()
                .filter(container -> container.ready() && container.inFlight() == 0)
                .findFirst();
    }

    private static Optional<ContainerView> withRoom(
            int pending, List<ContainerView> containers, DispatchPolicy policy, Predicate<ContainerView> state) {
        List<ContainerView> open = containers.stream()
                .filter(state)
                .filter(container -> container.inFlight() < policy.concurrency())
                .toList();
        Comparator<ContainerView> byLoad = Comparator.comparingInt(ContainerView::inFlight);
        Stream<ContainerView> roomy =
                open.stream().filter(container -> pending <= policy.concurrency() - container.inFlight());
        return roomy.max(byLoad).or(() -> open.stream().min(byLoad));
    }

    private static Optional<Assignment> startOne(int pending, List<ContainerView> containers, DispatchPolicy policy) {
        return containers.size() < policy.maxContainers()
                ? Optional.of(new Assignment.ToNewContainer(pending))
                : Optional.empty();
    }
}
