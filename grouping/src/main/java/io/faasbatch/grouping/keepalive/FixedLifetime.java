package io.faasbatch.grouping.keepalive;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Every container is kept equally long after its last use; the one unused for longest goes first. Has no state. */
final class FixedLifetime implements KeepAlive {

    static final String NAME = "fixed";

    private final long lifetime;

    FixedLifetime(Duration lifetime) {
        this.lifetime = lifetime.toNanos();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void arrived(FunctionId function, long now) {}

    @Override
    public void started(ContainerId container, FunctionId function) {}

    @Override
    public void idle(IdleContainer container) {}

    @Override
    public void removed(ContainerId container, FunctionId function) {}

    @Override
    public void evicted(IdleContainer container) {}

    @Override
    public long expiry(IdleContainer container) {
        return container.idleSince() + lifetime;
    }

    @Override
    public OptionalLong prewarm(FunctionId function) {
        return OptionalLong.empty();
    }

    @Override
    public List<IdleContainer> victims(List<IdleContainer> idle) {
        return longestIdleFirst(idle);
    }

    static List<IdleContainer> longestIdleFirst(List<IdleContainer> idle) {
        return idle.stream()
                .sorted(Comparator.comparingLong(IdleContainer::idleSince))
                .toList();
    }
}
