package io.faasbatch.grouping;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The container starts under way that the dispatcher asked for, and how long they take. Belongs to the dispatcher. */
final class Starts {

    private record Start(FunctionId function, long beganAt, long readyAt) {
        static final long NOT_YET = -1;
    }

    private final Map<ContainerId, Start> starts = new HashMap<>();

    void began(ContainerId id, FunctionId function, long now) {
        starts.put(id, new Start(function, now, Start.NOT_YET));
    }

    /** Looks at what became of the function's starts; tells the history how long those took that are done. */
    void observe(FunctionId function, List<ContainerView> containers, RunHistory history, long now) {
        if (starts.isEmpty()) {
            return;
        }
        Map<ContainerId, ContainerView> views =
                containers.stream().collect(Collectors.toMap(ContainerView::id, Function.identity()));
        starts.entrySet().removeIf(entry -> isOf(function, entry) && !views.containsKey(entry.getKey()));
        for (Map.Entry<ContainerId, Start> entry : starts.entrySet()) {
            ContainerView view = views.get(entry.getKey());
            if (view != null && view.ready() && entry.getValue().readyAt() == Start.NOT_YET) {
                history.started(now - entry.getValue().beganAt());
                entry.setValue(new Start(function, entry.getValue().beganAt(), now));
            }
        }
    }

    /** Nobody waits for these any more: those that are done are forgotten. */
    void settle(FunctionId function) {
        starts.entrySet()
                .removeIf(entry -> isOf(function, entry) && entry.getValue().readyAt() != Start.NOT_YET);
    }

    boolean underWay(FunctionId function) {
        return starts.values().stream().anyMatch(start -> start.function().equals(function));
    }

    private static boolean isOf(FunctionId function, Map.Entry<ContainerId, Start> entry) {
        return entry.getValue().function().equals(function);
    }
}
