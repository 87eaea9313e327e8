package io.faasbatch.engine.app;

import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.http.PartHealth;
import io.faasbatch.engine.invocation.DispatchDefaults;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.LiveDispatch;
import io.faasbatch.engine.invocation.StrategyRefusedException;
import io.faasbatch.engine.worker.WorkLoop;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerHealth;
import io.faasbatch.engine.worker.WorkerInfo;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** A worker, as it runs by itself or inside a gateway; nothing of it is made before it is asked for, and from then on it takes accepted work. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class WorkerConfiguration {

    /** What a worker's slow questions are asked on. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService workerThreads() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("worker-", 0).factory());
    }

    @Bean
    WorkerInfo workerInfo(
            InstallationSettings installation, ContainerSettings containers, WorkerPlace place, Clock clock) {
        return WorkerIdentity.of(installation, containers, place.url(), clock.instant());
    }

    @Bean
    LiveDispatch liveDispatch(
            GroupingSettings grouping, ContainerSettings containers, WorkerInfo worker, Sandbox sandbox) {
        DispatchDefaults configured = new DispatchDefaults(
                grouping.strategy(),
                grouping.dispatchInterval(),
                containers.maxContainersPerFunction(),
                grouping.maxPendingPerFunction(),
                Optional.ofNullable(grouping.latencyTarget()),
                Math.max(1, worker.cpus()),
                lends(containers, sandbox));
        try {
            return new LiveDispatch(configured, new HostStrategies(sandbox));
        } catch (StrategyRefusedException e) {
            throw new StartException(
                    String.valueOf(e.getMessage()),
                    "Give the worker what it lacks, or choose another faasbatch.strategy (FAASBATCH_STRATEGY).",
                    e);
        }
    }

    /** Whether core ownership lets containers use more than their own cores. */
    static boolean lends(ContainerSettings containers, Sandbox sandbox) {
        return containers.coreOwnership() && sandbox.cpuControl().isPresent();
    }

    /** Fails, with a sentence a person can act on, when no container could be started. */
    @Bean
    Worker localWorker(
            WorkerInfo info,
            Invoker invoker,
            InvocationJournal journal,
            Sandbox sandbox,
            ContainerListing containers,
            LiveDispatch dispatch,
            StorageCheck storage,
            ObjectProvider<WorkLoop> accepted,
            ExecutorService workerThreads,
            Clock clock) {
        sandbox.check();
        accepted.ifAvailable(WorkLoop::start);
        LocalWorker.Parts parts = new LocalWorker.Parts(
                containers::containers, () -> health(sandbox, storage), new ContainerClearing(containers), dispatch);
        return new LocalWorker(info, invoker, journal, parts, workerThreads, clock);
    }

    private static WorkerHealth health(Sandbox sandbox, StorageCheck storage) {
        PartHealth redis = storage.check();
        try {
            sandbox.check();
            return new WorkerHealth(true, sandbox.name(), redis.up(), redis.detail());
        } catch (SandboxException e) {
            return new WorkerHealth(false, String.valueOf(e.getMessage()), redis.up(), redis.detail());
        }
    }
}
