package io.faasbatch.grouping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The container starts under way that the dispatcher asked for, and how long they take. Belongs to the dispatcher. */
final class Starts {

    private record Start(FunctionId function, long beganAt) {}

    private final Map<ContainerId, Start> starts = new HashMap<>();

    void began(ContainerId id, FunctionId function, long now) {
        starts.put(id, new Start(function, now));
    }

    /** Looks at what became of the function's starts; tells the history how long those took that are done. */
    void observe(FunctionId function, List<ContainerView> containers, RunHistory history, long now) {
        if (starts.isEmpty()) {
            return;
        }
        Map<ContainerId, ContainerView> views =
                containers.stream().collect(Collectors.toMap(ContainerView::id, Function.identity()));
        starts.entrySet().removeIf(entry -> isOf(function, entry) && over(entry, views, history, now));
    }

    /** It is ready, or gone. */
    private static boolean over(
            Map.Entry<ContainerId, Start> entry, Map<ContainerId, ContainerView> views, RunHistory history, long now) {
        ContainerView view = views.get(entry.getKey());
        if (view != null && view.ready()) {
            history.started(now - entry.getValue().beganAt());
        }
        return view == null || view.ready();
    }

    boolean underWay(FunctionId function) {
        return starts.values().stream().anyMatch(start -> start.function().equals(function));
    }

    private static boolean isOf(FunctionId function, Map.Entry<ContainerId, Start> entry) {
        return entry.getValue().function().equals(function);
    }
}
