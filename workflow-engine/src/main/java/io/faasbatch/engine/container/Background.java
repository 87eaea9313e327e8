package io.faasbatch.engine.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a container that was started ahead out of the way: it starts, and makes itself ready for a function, with what others leave of the cores, until a
 * function needs it. Containers are started ahead just when functions burst.
 */
final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    /** Beside one that works it has a fiftieth of a core, and starts within half a minute. */
    static final int WEIGHT = CpuControl.USUAL_WEIGHT / 50;

    private final Optional<CpuControl> cpu;
    private final double cores;

    @GuardedBy("this")
    private Sandbox.@Nullable Instance container;

    @GuardedBy("this")
    private @Nullable Consumer<Sandbox.Instance> needed;

    /**
     * @param cpu empty where containers compete as equals
     * @param cores most that the container may use
     */
    Background(Optional<CpuControl> cpu, double cores) {
        this.cpu = cpu;
        this.cores = cores;
    }

    /** There is a container; its proxy need not answer yet. */
    synchronized void started(Sandbox.Instance instance) {
        container = instance;
        if (needed != null) {
            needed.accept(instance);
        } else {
            weigh(instance.nativeId(), WEIGHT);
        }
    }

    /**
     * From now on it competes like any other, also when it is started later than this.
     *
     * @param created told of the container as soon as there is one
     */
    synchronized void needed(Consumer<Sandbox.Instance> created) {
        needed = created;
        if (container != null) {
            weigh(container.nativeId(), CpuControl.USUAL_WEIGHT);
            created.accept(container);
        }
    }

    private void weigh(String id, int weight) {
        try {
            cpu.ifPresent(control -> control.bound(id, weight, cores));
        } catch (SandboxException e) {
            LOG.warn("container {} keeps its share of the cores: {}", id, e.getMessage());
        }
    }
}
