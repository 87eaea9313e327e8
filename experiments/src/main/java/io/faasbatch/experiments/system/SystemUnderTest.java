package io.faasbatch.experiments.system;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.experiment.MeasuredSystem;
import io.faasbatch.experiments.monitor.Calm;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The system that is measured; started anew when it is to have other settings. Used by one thread. */
public final class SystemUnderTest implements MeasuredSystem, AutoCloseable {

    private static final String WARM_POOL = "FAASBATCH_WARM_POOL";

    private final Installation installation;
    private Optional<RunningSystem> running = Optional.empty();
    private Map<String, String> settings = Map.of();

    public SystemUnderTest(Installation installation) {
        this.installation = installation;
    }

    @Override
    public boolean have(Map<String, String> wished) throws IOException, InterruptedException {
        if (running.isPresent() && settings.equals(wished)) {
            return false;
        }
        close();
        running = Optional.of(RunningSystem.start(installation, wished));
        settings = Map.copyOf(wished);
        return true;
    }

    @Override
    public void clear() throws IOException, InterruptedException {
        gateway().clearContainers();
        if (!"0".equals(settings.get(WARM_POOL))) {
            gateway().awaitWarmPool();
        }
        Calm.await();
    }

    @Override
    public Gateway gateway() {
        return system().gateway();
    }

    /** The gateway's own process: the worker is inside. */
    @Override
    public long workerPid() {
        return system().pid();
    }

    private RunningSystem system() {
        return running.orElseThrow(() -> new IllegalStateException("the system was not started"));
    }

    @Override
    public void close() {
        running.ifPresent(RunningSystem::close);
        running = Optional.empty();
    }
}
