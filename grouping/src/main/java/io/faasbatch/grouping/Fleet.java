package io.faasbatch.grouping;

import java.util.List;
import java.util.Optional;

/**
 * The containers of a worker, as the batcher sees them. All calls come from the batcher's one dispatch thread and must
 * return without waiting for a container, a network or a disk.
 *
 * @param <T> an invocation
 */
public interface Fleet<T> {

    /** The live containers of one function: those that serve and those that are being started. */
    List<ContainerView> containers(FunctionId function);

    /**
     * Begins to start a container. {@code example} is the first invocation it is started for.
     *
     * @param concurrency most invocations it runs at a time
     * @return its id; empty when the worker has no place for it now; {@link Batcher#capacityFreed} is called when that may have changed
     */
    Optional<ContainerId> start(FunctionId function, T example, int concurrency);

    /**
     * Whether the function gets no container for a reason of its own, so that no place that another gives up would help it. {@link Batcher#roomFreed} is called
     * when that is over.
     */
    boolean heldBack(FunctionId function);

    /**
     * Hands a batch to a container; one that is still starting runs it as soon as it is ready. From here on the fleet answers
     * for every invocation of the batch.
     *
     * @return false when the container is gone, and the batch stays with the caller
     */
    boolean send(ContainerId container, Batch<T> batch);

    /** Takes back invocations that will never be dispatched because the batcher was closed: the fleet completes them. */
    void abandon(List<T> invocations);
}
