package io.faasbatch.engine.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.redis.RedisStorage;
import io.faasbatch.engine.redis.StoreAccess;
import io.faasbatch.engine.redis.StoreEndpoint;
import io.faasbatch.engine.relay.RedisRelay;
import io.faasbatch.protocol.StoreAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the containers of this worker find intermediate data: a relay to Redis, opened when the first container starts. */
final class StoreAccessPoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAccessPoint.class);

    private final RedisStorage storage;
    private final Sandbox sandbox;
    private final String workerId;
    private final Duration retention;
    private final int maxConnections;

    @GuardedBy("this")
    private @Nullable RedisRelay relay;

    @GuardedBy("this")
    private @Nullable StoreAddress address;

    StoreAccessPoint(RedisStorage storage, Sandbox sandbox, String workerId, Duration retention, int maxConnections) {
        this.storage = storage;
        this.sandbox = sandbox;
        this.workerId = workerId;
        this.retention = retention;
        this.maxConnections = maxConnections;
    }

    /** Empty when functions can have no intermediate data here, for a reason that is logged. */
    synchronized Optional<StoreAddress> address() {
        if (address == null) {
            try {
                address = open();
            } catch (IOException | RuntimeException e) {
                LOG.warn("functions of containers that start now have no intermediate data", e);
            }
        }
        return Optional.ofNullable(address);
    }

    private synchronized StoreAddress open() throws IOException {
        StoreEndpoint redis = storage.storeEndpoint();
        if (redis.tls()) {
            throw new IOException("containers do not speak TLS to Redis");
        }
        StoreAccess access = storage.grantStoreAccess("faasbatch-store-" + workerId);
        if (relay == null) {
            relay = RedisRelay.start(sandbox.hostAddress(), redis.host(), redis.port(), maxConnections);
        }
        return new StoreAddress(
                relay.host(),
                relay.port(),
                access.user(),
                access.password(),
                access.keyPrefix(),
                retention.toSeconds());
    }

    @Override
    public synchronized void close() {
        if (relay != null) {
            relay.close();
        }
    }
}
