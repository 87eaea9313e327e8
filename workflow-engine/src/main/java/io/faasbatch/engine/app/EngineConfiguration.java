package io.faasbatch.engine.app;

import io.faasbatch.engine.callback.CallbackSignature;
import io.faasbatch.engine.callback.HttpCallbacks;
import io.faasbatch.engine.container.ContainerInfo;
import io.faasbatch.engine.container.ContainerPool;
import io.faasbatch.engine.container.Demand;
import io.faasbatch.engine.container.PoolLimits;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.docker.DockerSandbox;
import io.faasbatch.engine.docker.DockerSettings;
import io.faasbatch.engine.execution.ExecutionRunner;
import io.faasbatch.engine.execution.ExecutionRuns;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Timers;
import io.faasbatch.engine.formats.WorkflowFormats;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.invocation.BatchingInvoker;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.invocation.LiveDispatch;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.engine.metrics.EngineMetrics;
import io.faasbatch.engine.process.ProcessSandbox;
import io.faasbatch.engine.process.ProcessSettings;
import io.faasbatch.engine.redis.RedisStorage;
import io.faasbatch.engine.relay.RedisRelay;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.engine.worker.AsyncInvocations;
import io.faasbatch.engine.worker.CallPolicy;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.DeadLetterTrim;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.engine.worker.WorkLoop;
import io.faasbatch.engine.worker.WorkQueue;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.workflow.ParsedWorkflows;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.grouping.Batcher;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.RunTimes;
import io.faasbatch.grouping.Ticker;
import io.faasbatch.protocol.InvocationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a worker is put together, from the queue to the containers. What is closed first stands last: the loop lets go of accepted work before the invoker and
 * the containers end, so that work goes on elsewhere instead of failing.
 */
@Lazy
@Configuration(proxyBeanMethods = false)
public class EngineConfiguration {

    private static final int RENEWALS_PER_LEASE = 4;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Duration TRIM_EVERY = Duration.ofMinutes(1);

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService invocationTimers() {
        ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(
                2, Thread.ofPlatform().daemon().name("invocation-timer-", 0).factory());
        timers.setRemoveOnCancelPolicy(true);
        return timers;
    }

    /** The pool closes it. */
    @Bean(destroyMethod = "")
    Sandbox sandbox(ContainerSettings settings, InstallationSettings installation, WorkerInfo worker) {
        return switch (settings.sandbox()) {
            case DOCKER -> {
                DockerSettings docker = DockerSettings.of(worker.id());
                yield new DockerSandbox(
                        settings.dockerHost() == null ? docker : docker.withDockerHost(settings.dockerHost()));
            }
            case PROCESS ->
                new ProcessSandbox(new ProcessSettings(
                        worker.id(),
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        proxyJar(settings),
                        installation.homeFolder().resolve("processes"),
                        settings.containerStartTimeout()));
        };
    }

    private static Path proxyJar(ContainerSettings settings) {
        Path jar = settings.proxyJar();
        if (jar == null || !Files.isRegularFile(jar)) {
            throw new StartException(
                    "the process sandbox runs the container proxy, and faasbatch.proxy-jar names no file: " + jar,
                    "Set faasbatch.proxy-jar (FAASBATCH_PROXY_JAR) to container-proxy.jar.");
        }
        return jar.toAbsolutePath();
    }

    @Bean
    StoreAccessPoint storeAccessPoint(RedisStorage storage, Sandbox sandbox, WorkerInfo worker, LimitSettings limits) {
        return new StoreAccessPoint(
                storage, sandbox, worker.id(), limits.retention(), RedisRelay.DEFAULT_MAX_CONNECTIONS);
    }

    @Bean
    CoreScheduling coreScheduling(
            WorkerInfo worker,
            Sandbox sandbox,
            ContainerSettings settings,
            LiveDispatch dispatch,
            ScheduledExecutorService invocationTimers) {
        return new CoreScheduling(
                sandbox, settings.coreOwnership(), Math.max(1, worker.cpus()), dispatch, invocationTimers);
    }

    @Bean
    ContainerPool containerPool(
            WorkerInfo worker,
            Sandbox sandbox,
            CoreScheduling cores,
            FunctionCatalog functions,
            StoreAccessPoint store,
            ContainerSettings settings,
            LimitSettings sizes,
            ScheduledExecutorService invocationTimers) {
        PoolLimits limits = settings.limits(
                PoolLimits.forMachine(worker.memoryBytes(), worker.cpus()),
                sizes.maxValue().bytes(),
                WorkerConfiguration.lends(settings, sandbox) ? worker.cpus() : 0);
        ContainerPool pool = new ContainerPool(
                worker.id(),
                sandbox,
                functions,
                store::address,
                limits,
                settings.keepAlivePolicy(),
                invocationTimers,
                TimeSource.SYSTEM);
        pool.watch(cores.occupancy());
        return pool;
    }

    @Bean
    ContainerListing containerListing(ContainerPool pool) {
        return new ContainerListing() {
            @Override
            public List<ContainerInfo> containers() {
                return pool.containers();
            }

            @Override
            public int clear() {
                return pool.clear();
            }
        };
    }

    @Bean
    Batcher<PendingInvocation> batcher(ContainerPool pool, EngineMetrics metrics, GroupingSettings settings) {
        Batcher<PendingInvocation> batcher =
                new Batcher<>(new MeasuredFleet(pool, metrics), Ticker.system(), settings.maxPending());
        pool.serve(new Demand() {
            @Override
            public void roomFreed(FunctionId function) {
                batcher.roomFreed(function);
            }

            @Override
            public void capacityFreed() {
                batcher.capacityFreed();
            }

            @Override
            public void answered(FunctionId function, InvocationResult result) {
                batcher.ended(function, runTimes(result));
            }
        });
        metrics.containers(pool::containers);
        metrics.pool(pool);
        metrics.queue("pending", batcher::pending);
        return batcher;
    }

    private static RunTimes runTimes(InvocationResult result) {
        return new RunTimes(
                nanos(result.timings().queueing()),
                nanos(result.timings().execution()),
                result.status() == InvocationResult.Status.OK);
    }

    /** What a container says of itself is not believed to be above zero. */
    private static long nanos(double millis) {
        return (long) (Math.max(0, millis) * NANOS_PER_MILLI);
    }

    @Bean
    BatchingInvoker batchingInvoker(
            Batcher<PendingInvocation> batcher, LiveDispatch dispatch, ScheduledExecutorService invocationTimers) {
        return new BatchingInvoker(
                batcher, dispatch, BatchingInvoker.DEFAULT_DEADLINE_GRACE, invocationTimers, TimeSource.SYSTEM);
    }

    /** Counts what ends on its way through. */
    @Bean
    @Primary
    Invoker measuredInvoker(BatchingInvoker invoker, EngineMetrics metrics) {
        return request -> {
            var running = invoker.invoke(request);
            CompletableFuture<Void> _ = running.thenAccept(completed -> metrics.ended(completed.invocation()));
            return running;
        };
    }

    @Bean
    Timers timers() {
        return Timers.system();
    }

    @Bean
    ExecutionRuns executionRuns(
            ExecutionStore store,
            Invoker invoker,
            FunctionCatalog functions,
            WorkflowCatalog workflows,
            InvocationJournal journal,
            Timers timers,
            Clock clock,
            LimitSettings limits,
            ValueStore values) {
        ParsedWorkflows parsed = new ParsedWorkflows(workflows, new WorkflowFormats());
        return new ExecutionRunner(new ExecutionRunner.Parts(
                store, invoker, functions, parsed, journal, timers, clock, limits.maxForeach(), values));
    }

    @Bean
    HttpCallbacks callbacks(CallSettings calls, JsonMapper mapper, Clock clock) {
        String secret = calls.callbackSecret() == null ? "none" : calls.callbackSecret();
        return new HttpCallbacks(calls.hosts(), new CallbackSignature(secret), calls.callbackTimeout(), mapper, clock);
    }

    @Bean
    AsyncInvocations asyncInvocations(
            CallStore calls,
            InvocationJournal journal,
            Invoker invoker,
            FunctionCatalog functions,
            HttpCallbacks callbacks,
            CallSettings settings,
            Clock clock) {
        CallPolicy policy = new CallPolicy(
                settings.asyncAttempts(),
                CallPolicy.DEFAULT_FIRST_PAUSE,
                settings.callbackAttempts(),
                settings.callbackPause());
        return new AsyncInvocations(
                new AsyncInvocations.Parts(calls, journal, invoker, functions, callbacks, policy, clock));
    }

    @Bean(initMethod = "start")
    DeadLetterTrim deadLetterTrim(DeadLetters letters) {
        return new DeadLetterTrim(letters, TRIM_EVERY);
    }

    @Bean
    WorkLoop workLoop(
            WorkQueue queue,
            ExecutionRuns executions,
            AsyncInvocations invocations,
            WorkerSettings settings,
            LimitSettings limits) {
        return new WorkLoop(
                queue,
                executions,
                invocations,
                settings.maxExecutions(),
                limits.lease().dividedBy(RENEWALS_PER_LEASE));
    }
}
