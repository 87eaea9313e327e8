package io.faasbatch.engine.app;

import io.faasbatch.engine.http.Blocking;
import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.ProblemWriter;
import io.faasbatch.engine.http.ReadAfterAnswer;
import io.faasbatch.engine.metrics.EngineMetrics;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmCompilationMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What both programs need to speak HTTP, and their common settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    InstallationSettings.class,
    RedisSettings.class,
    GroupingSettings.class,
    ContainerSettings.class,
    LimitSettings.class,
    CallSettings.class,
    WorkerSettings.class
})
public class HttpConfiguration {

    /** Numbers keep every digit, so that an input reaches user code as it was sent. */
    @Bean
    JsonMapper jsonMapper() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    @Bean
    Bodies bodies(JsonMapper mapper) {
        return new Bodies(mapper);
    }

    @Bean
    ProblemWriter problemWriter(JsonMapper mapper) {
        return new ProblemWriter(mapper);
    }

    @Bean
    ReadAfterAnswer readAfterAnswer() {
        return new ReadAfterAnswer();
    }

    @Bean
    Blocking blocking() {
        return new Blocking();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    PrometheusMeterRegistry meterRegistry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ClassLoaderMetrics(),
                        new JvmCompilationMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(binder -> binder.bindTo(registry));
        return registry;
    }

    @Bean
    EngineMetrics engineMetrics(PrometheusMeterRegistry registry) {
        return new EngineMetrics(registry);
    }
}
