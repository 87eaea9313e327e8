package io.faasbatch.engine.container;

import io.faasbatch.grouping.ContainerId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes and removes containers: Docker, or plain processes where there is none. Calls wait for the Engine. */
public interface Sandbox extends AutoCloseable {

    /** What {@link #causeOfDeath} contains when the container was killed because it used more memory than it may. */
    String OUT_OF_MEMORY = "out of memory";

    /** {@code docker} or {@code process}. */
    String name();

    /**
     * Creates and starts a container of the shape, without a function; its proxy may not answer yet.
     *
     * @param ahead whether no function waits for it, so that it has time to get ready for one
     * @throws SandboxException when the Engine refuses or does not answer
     */
    Instance start(ContainerId id, Shape shape, boolean ahead);

    /** Removes the container and all that belongs to it; nothing happens when it is gone. */
    void remove(Instance instance);

    /** Whether a container that was started still runs, as far as can be told. */
    boolean isRunning(Instance instance);

    /**
     * Removes what an earlier run of this worker left behind, but for containers that still run and are just as this run would make them: those are
     * given to the caller.
     */
    List<Leftover> takeOver();

    /** Memory in use, by native id, for those it can be read of. */
    Map<String, Long> memoryBytes(List<Instance> instances);

    /** Why a container that stopped by itself did so, for an error message; such as {@code exit code 137, out of memory}. */
    String causeOfDeath(Instance instance);

    /** The address under which this machine is reached from inside a container. */
    String hostAddress();

    /** @throws SandboxException with a sentence a person can act on when no container could be started now */
    void check();

    /** Empty where the CPU time of containers cannot be bounded. */
    default Optional<CpuControl> cpuControl() {
        return Optional.empty();
    }

    /** Empty where nothing keeps containers apart from the rest of the machine. */
    default Optional<RealTime> realTime() {
        return Optional.empty();
    }

    @Override
    void close();

    /** A started container: the Engine's id and where its proxy listens. */
    record Instance(ContainerId id, String nativeId, URI proxy) {

        /** The same container under another name, for another function. */
        Instance as(ContainerId other) {
            return new Instance(other, nativeId, proxy);
        }
    }

    /** A container of an earlier run. */
    record Leftover(Instance instance, Shape shape) {}
}
