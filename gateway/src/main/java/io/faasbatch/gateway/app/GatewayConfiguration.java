package io.faasbatch.gateway.app;

import io.faasbatch.engine.app.CallSettings;
import io.faasbatch.engine.app.InstallationSettings;
import io.faasbatch.engine.app.LimitSettings;
import io.faasbatch.engine.app.RedisSettings;
import io.faasbatch.engine.app.SecretFile;
import io.faasbatch.engine.app.StorageCheck;
import io.faasbatch.engine.app.WorkerPlace;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.http.BearerFilter;
import io.faasbatch.engine.http.Blocking;
import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.Router;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.gateway.api.Api;
import io.faasbatch.gateway.api.ApiSettings;
import io.faasbatch.gateway.api.Edge;
import io.faasbatch.gateway.api.FunctionPackageReader;
import io.faasbatch.gateway.api.WorkflowReader;
import io.faasbatch.gateway.security.Access;
import io.faasbatch.gateway.security.AccessSettings;
import io.faasbatch.gateway.worker.WorkerDirectory;
import io.faasbatch.gateway.worker.WorkerLinkSettings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/** How the parts of the gateway are put together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    GatewaySettings.class,
    EmbeddingSettings.class,
    ApiSettings.class,
    AccessSettings.class,
    WorkerLinkSettings.class,
    LegacySettings.class
})
class GatewayConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayApplication.class);

    @Bean
    Access access(AccessSettings settings, InstallationSettings installation) {
        return Access.of(settings, installation.homeFolder());
    }

    @Bean
    BearerFilter apiKeyFilter(Access access, LegacySettings legacy) {
        return new BearerFilter(access.secret(), legacy.legacyApi().open());
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory> gatewayAddress(
            GatewaySettings settings, Access access) {
        return factory -> {
            factory.setAddress(access.bind(settings.address()));
            factory.setPort(settings.port());
        };
    }

    /** Where a worker inside this gateway would be reached. */
    @Bean
    WorkerPlace workerPlace() {
        return WorkerPlace.EMBEDDED;
    }

    /** @param local makes the worker inside this process when it is asked for it */
    @Bean
    WorkerDirectory workerDirectory(
            EmbeddingSettings embedding,
            InstallationSettings installation,
            WorkerLinkSettings link,
            WorkerRegistry registry,
            ObjectProvider<Worker> local,
            Blocking blocking,
            JsonMapper mapper) {
        boolean embedded = switch (embedding.embeddedWorker()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> registry.alive().isEmpty();
        };
        if (embedded) {
            return WorkerDirectory.of(local.getObject());
        }
        String token = SecretFile.clusterToken(installation.homeFolder()).secret(installation.clusterToken());
        return WorkerDirectory.of(registry, blocking, token, link, mapper);
    }

    @Bean
    Api.Stores stores(
            FunctionCatalog functions,
            WorkflowCatalog workflows,
            ExecutionStore executions,
            InvocationJournal journal,
            CallStore calls,
            DeadLetters deadLetters,
            ValueStore values,
            StorageCheck check) {
        return new Api.Stores(functions, workflows, executions, journal, calls, deadLetters, values, check);
    }

    @Bean
    Api.Readers readers(FunctionPackageReader functions, WorkflowReader workflows, CallSettings calls) {
        return new Api.Readers(functions, workflows, calls.hosts());
    }

    @Bean
    Edge edge(Bodies bodies, Blocking blocking, LimitSettings limits, ApiSettings settings, Clock clock) {
        return new Edge(bodies, blocking, limits, settings, clock);
    }

    /** A record, because Spring would take a list of endpoints for a collection of beans. */
    record Endpoints(List<Endpoint> all) {}

    @Bean
    Endpoints endpoints(
            Edge edge,
            Api.Stores stores,
            Api.Readers readers,
            WorkerDirectory workers,
            LegacySettings legacy,
            PrometheusMeterRegistry registry) {
        Api.Surface surface = new Api.Surface(legacy.legacyApi());
        return new Endpoints(Api.endpoints(edge, stores, readers, surface, workers, registry));
    }

    @Bean
    RouterFunction<ServerResponse> apiRoutes(Endpoints endpoints) {
        return Router.of(endpoints.all());
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> gatewayStarted(
            GatewaySettings settings,
            Access access,
            WorkerDirectory workers,
            RedisSettings redis,
            StorageCheck storage) {
        return event -> LOG.info(
                "gateway serves http://{}:{}, {}; {}; Redis {}: {}",
                settings.address(),
                event.getApplicationContext().getEnvironment().getProperty("local.server.port"),
                access.whereabouts(),
                workers.isEmbedded() ? "worker inside" : workers.workers().size() + " worker(s) registered",
                redis.place(),
                storage.check().detail());
    }
}
