package io.faasbatch.benchmarks;

import io.faasbatch.engine.app.EngineConfiguration;
import io.faasbatch.engine.app.HttpConfiguration;
import io.faasbatch.engine.app.StorageConfiguration;
import io.faasbatch.engine.app.WorkerConfiguration;
import io.faasbatch.engine.app.WorkerPlace;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.function.PackageLimits;
import io.faasbatch.engine.invocation.BatchingInvoker;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowParser;
import io.faasbatch.engine.workflow.WorkflowSource;
import io.faasbatch.engine.workflow.WorkflowText;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/** The production worker without its HTTP interface, and what a gateway does to begin executions and to wait for them. */
final class BenchmarkWorker implements AutoCloseable {

    private static final long ASK_AGAIN_MILLIS = 20;

    private final ConfigurableApplicationContext context;
    private final ExecutionStore store;

    private BenchmarkWorker(ConfigurableApplicationContext context) {
        this.context = context;
        this.store = context.getBean(ExecutionStore.class);
    }

    /**
     * Starts it; from then on it takes work.
     *
     * @param invoker what stands in for the real one, or around it
     */
    static BenchmarkWorker start(Path home, String redisUri, UnaryOperator<Invoker> invoker) {
        SpringApplication application = new SpringApplication(
                HttpConfiguration.class,
                WorkerConfiguration.class,
                StorageConfiguration.class,
                EngineConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.addInitializers(parts -> {
            parts.getBeanFactory().addBeanPostProcessor(replacing(invoker));
            ((GenericApplicationContext) parts).registerBean(WorkerPlace.class, () -> WorkerPlace.EMBEDDED);
        });
        ConfigurableApplicationContext context = application.run(
                "--faasbatch.home=" + home,
                "--faasbatch.redis.uri=" + redisUri,
                "--faasbatch.dispatch-interval=0ms",
                "--faasbatch.worker.max-executions=20000");
        BenchmarkWorker worker = new BenchmarkWorker(context);
        context.getBean(Worker.class);
        return worker;
    }

    private static BeanPostProcessor replacing(UnaryOperator<Invoker> invoker) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Invoker real && !(bean instanceof BatchingInvoker) ? invoker.apply(real) : bean;
            }
        };
    }

    void deployFunction(String name, byte[] zip) throws InvalidDefinitionException {
        context.getBean(FunctionCatalog.class)
                .deploy(FunctionPackage.parse(
                        new FunctionName(name), zip, PackageLimits.withStrategies(Set.of()), Instant.now()));
    }

    /** @return its version */
    String deployWorkflow(WorkflowName name, String text) throws InvalidDefinitionException {
        String version = new WorkflowParser().parse(name, text, _ -> true).version();
        context.getBean(WorkflowCatalog.class)
                .deploy(new WorkflowSource(name, version, WorkflowText.of(text), Instant.now()));
        return version;
    }

    ExecutionId accept(WorkflowName workflow, String version, JsonNode input) {
        ExecutionId id = ExecutionId.random();
        return store.accept(Execution.pending(id, workflow.value(), version, input, Instant.now()), Optional.empty());
    }

    /** Returns when it has ended well. */
    void awaitSuccess(ExecutionId id) throws InterruptedException {
        Semaphore changes = new Semaphore(0);
        Runnable stop = store.watch(id, changes::release);
        try {
            Optional<ExecutionStatus> status = store.status(id);
            while (status.filter(ExecutionStatus::ended).isEmpty()) {
                // A change right after the watch was asked for can go unheard: a gateway asks again as well.
                if (changes.tryAcquire(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    changes.drainPermits();
                }
                status = store.status(id);
            }
            if (status.get() != ExecutionStatus.SUCCEEDED) {
                throw new IllegalStateException("a measured execution failed: "
                        + store.find(id).map(Execution::error).orElse(null));
            }
        } finally {
            stop.run();
        }
    }

    Optional<ExecutionStatus> status(ExecutionId id) {
        return store.status(id);
    }

    void cancel(ExecutionId id) {
        store.request(id, ExecutionStore.Request.CANCEL, Instant.now());
    }

    @Override
    public void close() {
        context.close();
    }
}
