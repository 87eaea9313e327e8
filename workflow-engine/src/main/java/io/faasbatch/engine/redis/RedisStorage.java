package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.engine.worker.WorkQueue;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that a gateway or worker keeps in one Redis: the entrance to this package. Everything it gives out is thread-safe, waits for Redis, and throws
 * {@link io.faasbatch.engine.storage.StorageUnavailableException} at once while the connection is broken; it mends by itself.
 */
public final class RedisStorage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RedisStorage.class);

    private final RedisSettings settings;
    private final Connections connections;
    private final Redis redis;
    private final Json json;
    private final StoreGrants grants;
    private final WriteBehind writeBehind;
    private final RedisFunctionCatalog functions;
    private final RedisWorkflowCatalog workflows;
    private final RedisExecutionStore executions;
    private final RedisValues values;
    private final RedisInvocationJournal invocations;
    private final RedisDeadLetters deadLetters;
    private final RedisCallStore calls;
    private final Channels channels;

    private RedisStorage(RedisSettings settings, Connections connections, Redis redis, Channels channels, Json json) {
        this.settings = settings;
        this.connections = connections;
        this.redis = redis;
        this.channels = channels;
        this.json = json;
        this.grants = new StoreGrants(redis);
        this.functions = new RedisFunctionCatalog(entries("function"), json);
        this.workflows = new RedisWorkflowCatalog(entries("workflow"), json);
        this.executions = new RedisExecutionStore(redis, json, settings, channels);
        this.values = new RedisValues(redis, settings.retention());
        this.deadLetters = new RedisDeadLetters(redis, json, settings);
        this.calls = new RedisCallStore(redis, json, settings, deadLetters);
        InvocationWrites writes = new InvocationWrites(json, settings);
        this.writeBehind = new WriteBehind(ended -> write(writes, ended), settings.journalCapacity());
        this.invocations = new RedisInvocationJournal(redis, json, writes, writeBehind);
        connections.listen(new GrantsAgain());
    }

    /** @throws io.faasbatch.engine.storage.StorageUnavailableException when Redis cannot be reached now */
    public static RedisStorage connect(RedisSettings settings, JsonMapper json) {
        Connections connections = new Connections(settings);
        try {
            RedisStorage storage = new RedisStorage(
                    settings, connections, connections.open(), connections.openChannels(), new Json(json));
            storage.warn();
            return storage;
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    public FunctionCatalog functions() {
        return functions;
    }

    public WorkflowCatalog workflows() {
        return workflows;
    }

    public ExecutionStore executions() {
        return executions;
    }

    /** Values apart from the trees that refer to them. */
    public ValueStore values() {
        return values;
    }

    public InvocationJournal invocations() {
        return invocations;
    }

    /**
     * The queue as one worker sees it; ask for it once.
     *
     * @param workerId noted with what it claims
     */
    public WorkQueue queue(String workerId) {
        return new RedisWorkQueue(redis, json, settings, channels, workerId);
    }

    public CallStore calls() {
        return calls;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    public WorkerRegistry workers(String clusterToken) {
        return new RedisWorkerRegistry(redis, json, clusterToken);
    }

    /** Asks Redis; does not throw when it is down. */
    public RedisHealth health() {
        return new HealthCheck(redis).check();
    }

    /**
     * Makes a Redis user for function containers, or gives it a new password. It is made again when Redis has restarted.
     *
     * @param user one per worker
     */
    public StoreAccess grantStoreAccess(String user) {
        return grants.grant(user);
    }

    public StoreEndpoint storeEndpoint() {
        int port = settings.uri().getPort();
        return new StoreEndpoint(
                settings.uri().getHost(),
                port < 0 ? 6379 : port,
                "rediss".equals(settings.uri().getScheme()));
    }

    /** Waits until every ended invocation is written; @return false when {@code longest} passed before */
    public boolean flush(Duration longest) {
        return writeBehind.flush(longest);
    }

    /** Ended invocations that were dropped from the journal, since the start. */
    public long droppedInvocations() {
        return writeBehind.dropped();
    }

    /** Writes what waits, within seconds, and leaves Redis. */
    @Override
    public void close() {
        writeBehind.close();
        channels.close();
        redis.close();
        connections.close();
    }

    private void warn() {
        health().checks().stream()
                .filter(check -> !check.ok())
                .forEach(check -> LOG.warn("Redis' {}: {}", check.name(), check.detail()));
    }

    private VersionedEntries entries(String kind) {
        return new VersionedEntries(redis, kind, settings.versionRetention());
    }

    private void write(InvocationWrites writes, List<CompletedInvocation> ended) {
        redis.findAll(ended.stream().flatMap(one -> writes.of(one).stream()).toList());
    }

    /** The users of function containers are made again on a thread of their own: the listener may not wait for Redis. */
    private final class GrantsAgain implements RedisConnectionStateListener {

        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
            Thread.ofVirtual().name("store-grants").start(() -> {
                try {
                    grants.renew();
                } catch (RuntimeException e) {
                    LOG.warn("the Redis users of function containers could not be made again", e);
                }
            });
        }
    }
}
