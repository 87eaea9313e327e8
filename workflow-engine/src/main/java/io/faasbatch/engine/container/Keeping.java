package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.keepalive.IdleContainer;
import io.faasbatch.grouping.keepalive.KeepAlive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long containers without work are kept: asks the {@link KeepAlive} policy, and tells it what happens to the pool's containers. Owned by {@link ContainerPool}
 * and used under its lock only; moments are nanos of the pool's time source.
 */
final class Keeping {

    /** Functions that can be given a container ahead; the one used longest ago is forgotten. */
    private static final int MOST_FUNCTIONS = 1_000;

    private final KeepAlive policy;
    private final Map<FunctionId, FunctionDefinition> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionId, FunctionDefinition> eldest) {
            return size() > MOST_FUNCTIONS;
        }
    };

    Keeping(KeepAlive policy) {
        this.policy = policy;
    }

    void arrived(Container container, int invocations, long nowNanos) {
        recent.put(container.functionId, container.function);
        for (int i = 0; i < invocations; i++) {
            policy.arrived(container.functionId, nowNanos);
        }
    }

    void up(Container container) {
        policy.started(container.id, container.functionId);
        container.known();
    }

    void idle(Container container) {
        policy.idle(view(container));
    }

    /** It is out of service, for another reason than that its place was needed. */
    void removed(Container container) {
        if (container.forgotten()) {
            policy.removed(container.id, container.functionId);
        }
    }

    /** It is out of service because its place was needed. */
    void evicted(Container container) {
        if (container.forgotten()) {
            policy.evicted(view(container));
        }
    }

    boolean expired(Container idle, long nowNanos) {
        long expiry = policy.expiry(view(idle));
        return expiry != KeepAlive.NEVER && expiry - nowNanos <= 0;
    }

    /** Idle containers, the one whose removal costs least first. */
    List<Container> inOrderOfLoss(Collection<Container> idle) {
        Map<IdleContainer, Container> byView = new LinkedHashMap<>();
        idle.forEach(container -> byView.put(view(container), container));
        return policy.victims(List.copyOf(byView.keySet())).stream()
                .map(byView::get)
                .toList();
    }

    /** Functions without a container that should be given one now, ahead of their next invocation. */
    List<FunctionDefinition> dueAhead(Roster roster, long nowNanos) {
        List<FunctionDefinition> due = new ArrayList<>();
        recent.forEach((id, function) -> {
            OptionalLong ahead = roster.has(id) ? OptionalLong.empty() : policy.prewarm(id);
            if (ahead.isPresent() && ahead.getAsLong() - nowNanos <= 0) {
                due.add(function);
            }
        });
        return due;
    }

    private static IdleContainer view(Container container) {
        return new IdleContainer(
                container.id,
                container.functionId,
                container.lastUsedNanos(),
                container.function.memoryBytes(),
                Duration.ofNanos(container.coldStart().tookNanos()));
    }
}
