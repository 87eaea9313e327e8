package io.faasbatch.engine.app;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.http.BearerFilter;
import io.faasbatch.engine.http.BearerSecret;
import io.faasbatch.engine.http.Blocking;
import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.Endpoint;
import io.faasbatch.engine.http.HealthEndpoint;
import io.faasbatch.engine.http.PartHealth;
import io.faasbatch.engine.http.PrometheusEndpoint;
import io.faasbatch.engine.http.Router;
import io.faasbatch.engine.http.WorkerEndpoints;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.reactive.ConfigurableReactiveWebServerFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The HTTP interface of the worker program; every call but health needs the cluster's token. */
@Configuration(proxyBeanMethods = false)
class WorkerServerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerApplication.class);

    @Bean
    BearerFilter clusterTokenFilter(InstallationSettings installation) {
        String token = SecretFile.clusterToken(installation.homeFolder()).secret(installation.clusterToken());
        return new BearerFilter(Optional.of(new BearerSecret(token)));
    }

    @Bean
    WorkerPlace workerPlace(WorkerSettings settings) {
        return new WorkerPlace(settings.reachableAt(settings.port()).toString());
    }

    @Bean
    RouterFunction<ServerResponse> workerRoutes(
            Worker worker,
            FunctionCatalog catalog,
            LimitSettings limits,
            Bodies bodies,
            Blocking blocking,
            PrometheusMeterRegistry registry) {
        List<Endpoint> endpoints = new ArrayList<>(new WorkerEndpoints(
                        worker, catalog, blocking, bodies, limits.maxBody().intBytes())
                .endpoints());
        endpoints.add(new HealthEndpoint(bodies, parts(worker)).endpoint());
        endpoints.add(PrometheusEndpoint.of(registry, blocking));
        return Router.of(endpoints);
    }

    private static Mono<Map<String, PartHealth>> parts(Worker worker) {
        return Mono.fromFuture(worker::health).map(health -> {
            Map<String, PartHealth> parts = new LinkedHashMap<>();
            parts.put("redis", new PartHealth(health.redisUp(), health.redis()));
            parts.put("sandbox", new PartHealth(health.sandboxUp(), health.sandbox()));
            return parts;
        });
    }

    @Bean
    WebServerFactoryCustomizer<ConfigurableReactiveWebServerFactory> workerAddress(WorkerSettings settings) {
        return factory -> {
            factory.setAddress(BindAddress.checked(settings.address(), "faasbatch.worker.address", true));
            factory.setPort(settings.port());
        };
    }

    @Bean
    Announcer announcer(WorkerRegistry registry, Worker worker, WorkerSettings settings) {
        return new Announcer(registry, worker.info(), settings.lease());
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> workerStarted(
            Announcer announcer, Worker worker, WorkerSettings settings, RedisSettings redis, StorageCheck storage) {
        return _ -> {
            announcer.start();
            LOG.info(
                    "worker {} serves {}:{} (reached as {}), sandbox {}, Redis {}: {}",
                    worker.info().id(),
                    settings.address(),
                    settings.port(),
                    worker.info().url(),
                    worker.info().sandbox(),
                    redis.place(),
                    storage.check().detail());
        };
    }
}
