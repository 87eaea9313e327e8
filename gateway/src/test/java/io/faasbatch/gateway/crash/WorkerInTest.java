package io.faasbatch.gateway.crash;

import io.faasbatch.engine.app.EngineConfiguration;
import io.faasbatch.engine.app.HttpConfiguration;
import io.faasbatch.engine.app.StorageConfiguration;
import io.faasbatch.engine.app.WorkerConfiguration;
import io.faasbatch.engine.app.WorkerPlace;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** The production worker without its HTTP interface, put together as its program does it, with a test's decorations. */
final class WorkerInTest implements AutoCloseable {

    /** Short, so that tests need not wait long for the work of the dead. */
    static final Duration LEASE = Duration.ofSeconds(2);

    private final ConfigurableApplicationContext context;

    private WorkerInTest(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Puts it together; it takes nothing before {@link #begin}. */
    static WorkerInTest prepare(Path home, String redisUri, Decorations decorations, String... settings) {
        SpringApplication application = new SpringApplication(
                HttpConfiguration.class,
                WorkerConfiguration.class,
                StorageConfiguration.class,
                EngineConfiguration.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        application.setLogStartupInfo(false);
        application.addInitializers(parts -> {
            parts.getBeanFactory().addBeanPostProcessor(decorations.asProcessor());
            ((GenericApplicationContext) parts).registerBean(WorkerPlace.class, () -> WorkerPlace.EMBEDDED);
        });
        List<String> all = new ArrayList<>(List.of(
                "--faasbatch.home=" + home,
                "--faasbatch.redis.uri=" + redisUri,
                "--faasbatch.lease=" + LEASE.toMillis() + "ms",
                "--faasbatch.dispatch-interval=5ms"));
        all.addAll(List.of(settings));
        return new WorkerInTest(application.run(all.toArray(String[]::new)));
    }

    /** From now on it takes accepted work. */
    WorkerInTest begin() {
        context.getBean(Worker.class);
        return this;
    }

    /** What its containers are labelled with. */
    String id() {
        return context.getBean(WorkerInfo.class).id();
    }

    <T> T part(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
