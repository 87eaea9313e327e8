package io.faasbatch.engine.app;

import io.faasbatch.engine.container.CpuControl;
import io.faasbatch.engine.container.Occupancy;
import io.faasbatch.engine.container.RealTime;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.cores.CoreController;
import io.faasbatch.engine.filter.Filter;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.LiveDispatch;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.Strategies;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What shares the worker's cores out to its containers: core ownership, and the turns of {@code sfs}; each where it is wanted and the sandbox allows it. */
final class CoreScheduling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CoreScheduling.class);

    private final Optional<CoreController> ownership;
    private final Optional<Filter> filter;

    /** @param owned whether core ownership is wanted */
    CoreScheduling(Sandbox sandbox, boolean owned, int cores, LiveDispatch dispatch, ScheduledExecutorService timers) {
        Optional<CpuControl> control = owned ? sandbox.cpuControl() : Optional.empty();
        if (owned && control.isEmpty()) {
            LOG.info("core ownership is off: the sandbox {} cannot bound the CPU time of functions", sandbox.name());
        }
        Optional<RealTime> realTime = sandbox.realTime();
        ownership = control.map(cpu -> new CoreController(cpu, cores, timers, TimeSource.SYSTEM.nanos()));
        filter = realTime.map(
                lane -> new Filter(lane, cores, function -> isSfs(dispatch, function), TimeSource.SYSTEM.nanos()));
    }

    private static boolean isSfs(LiveDispatch dispatch, FunctionDefinition function) {
        return dispatch.defaults().policyOf(function).strategy().name().equals(Strategies.SFS);
    }

    Occupancy occupancy() {
        return Occupancy.of(Stream.<Optional<? extends Occupancy>>of(ownership, filter)
                .<Occupancy>flatMap(Optional::stream)
                .toList());
    }

    @Override
    public void close() {
        filter.ifPresent(Filter::close);
        ownership.ifPresent(CoreController::close);
    }
}
