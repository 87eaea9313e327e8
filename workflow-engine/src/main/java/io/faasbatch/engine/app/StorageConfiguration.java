package io.faasbatch.engine.app;

import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.http.Finding;
import io.faasbatch.engine.http.PartHealth;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.localredis.PrivateRedis;
import io.faasbatch.engine.localredis.PrivateRedisException;
import io.faasbatch.engine.localredis.PrivateRedisSettings;
import io.faasbatch.engine.redis.DeadLetterLimits;
import io.faasbatch.engine.redis.RedisHealth;
import io.faasbatch.engine.redis.RedisStorage;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.engine.worker.WorkQueue;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What is kept in Redis: the one the settings name, or a private one that is started and supervised. */
@Configuration(proxyBeanMethods = false)
public class StorageConfiguration {

    /** Where Redis is; a private one ends with the program. */
    record RedisPlace(String uri, Runnable end) implements AutoCloseable {

        @Override
        public void close() {
            end.run();
        }
    }

    @Bean
    RedisPlace redisPlace(RedisSettings settings, InstallationSettings installation) {
        if (settings.uri() != null) {
            return new RedisPlace(settings.uri().toString(), () -> {});
        }
        try {
            PrivateRedis redis = PrivateRedis.start(
                    PrivateRedisSettings.in(installation.homeFolder()).withPort(settings.port()));
            return new RedisPlace(redis.uri(), redis::close);
        } catch (PrivateRedisException e) {
            throw new StartException(
                    "no Redis: " + e.getMessage(),
                    "Install redis-server, or name a Redis with faasbatch.redis.uri (FAASBATCH_REDIS_URI).",
                    e);
        }
    }

    @Bean
    RedisStorage redisStorage(
            RedisPlace place, RedisSettings settings, LimitSettings limits, CallSettings calls, JsonMapper mapper) {
        return RedisStorage.connect(
                io.faasbatch.engine.redis.RedisSettings.of(place.uri())
                        .withTimeouts(settings.timeout(), settings.timeout())
                        .withRetention(limits.retention())
                        .withLease(limits.lease())
                        .withDeadLetters(new DeadLetterLimits(calls.deadLetterRetention(), calls.deadLetters())),
                mapper);
    }

    @Bean
    FunctionCatalog functionCatalog(RedisStorage storage) {
        return storage.functions();
    }

    @Bean
    WorkflowCatalog workflowCatalog(RedisStorage storage) {
        return storage.workflows();
    }

    @Bean
    ExecutionStore executionStore(RedisStorage storage) {
        return storage.executions();
    }

    @Bean
    ValueStore valueStore(RedisStorage storage) {
        return storage.values();
    }

    @Bean
    InvocationJournal invocationJournal(RedisStorage storage) {
        return storage.invocations();
    }

    @Bean
    CallStore callStore(RedisStorage storage) {
        return storage.calls();
    }

    @Bean
    DeadLetters deadLetters(RedisStorage storage) {
        return storage.deadLetters();
    }

    @Bean
    WorkQueue workQueue(RedisStorage storage, WorkerInfo worker) {
        return storage.queue(worker.id());
    }

    @Bean
    WorkerRegistry workerRegistry(RedisStorage storage, InstallationSettings installation) {
        return storage.workers(
                SecretFile.clusterToken(installation.homeFolder()).secret(installation.clusterToken()));
    }

    @Bean
    StorageCheck storageCheck(RedisStorage storage) {
        return new StorageCheck() {
            @Override
            public PartHealth check() {
                RedisHealth health = storage.health();
                return new PartHealth(health.up(), health.sentence());
            }

            @Override
            public List<Finding> findings() {
                return storage.health().checks().stream()
                        .map(check -> new Finding(check.name(), check.ok(), check.detail()))
                        .toList();
            }
        };
    }
}
