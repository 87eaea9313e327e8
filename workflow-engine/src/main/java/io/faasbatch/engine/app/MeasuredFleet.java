package io.faasbatch.engine.app;

import io.faasbatch.engine.container.ContainerPool;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.metrics.EngineMetrics;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.ContainerView;
import io.faasbatch.grouping.Fleet;
import io.faasbatch.grouping.FunctionId;
import java.util.List;
import java.util.Optional;

/** The container pool, with its batches counted. */
record MeasuredFleet(ContainerPool pool, EngineMetrics metrics) implements Fleet<PendingInvocation> {

    @Override
    public List<ContainerView> containers(FunctionId function) {
        return pool.containers(function);
    }

    @Override
    public Optional<ContainerId> start(FunctionId function, PendingInvocation example, int concurrency) {
        return pool.start(function, example, concurrency);
    }

    @Override
    public boolean heldBack(FunctionId function) {
        return pool.heldBack(function);
    }

    @Override
    public boolean send(ContainerId container, Batch<PendingInvocation> batch) {
        boolean taken = pool.send(container, batch);
        if (taken) {
            metrics.dispatched(batch.invocations().size());
        }
        return taken;
    }

    @Override
    public void abandon(List<PendingInvocation> invocations) {
        pool.abandon(invocations);
    }
}
