package io.faasbatch.engine.redis;

import io.faasbatch.engine.storage.StorageUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;

/** Makes connections to the one Redis of the settings. */
final class Connections implements AutoCloseable {

    /** The longest pause between two attempts to get a lost connection back. */
    private static final Duration RECONNECT_PAUSE = Duration.ofSeconds(1);

    /** Most commands that wait for their answer on one connection; more are refused, so that a Redis that hangs does not fill the memory. */
    private static final int PENDING_COMMANDS = 100_000;

    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisSettings settings;

    Connections(RedisSettings settings) {
        this.settings = settings;
        this.resources = ClientResources.builder()
                .reconnectDelay(Delay.exponential(
                        Duration.ofMillis(10), RECONNECT_PAUSE, 2, java.util.concurrent.TimeUnit.MILLISECONDS))
                .build();
        RedisURI uri = RedisURI.create(settings.uri());
        uri.setTimeout(settings.connectTimeout());
        uri.setClientName("faasbatch");
        this.client = RedisClient.create(resources, uri);
        client.setOptions(options());
    }

    /** @throws io.faasbatch.engine.storage.StorageUnavailableException when Redis cannot be reached */
    Redis open() {
        try {
            return new Redis(client.connect(CODEC), settings.commandTimeout());
        } catch (RedisException e) {
            throw unreachable(e);
        }
    }

    /** @throws io.faasbatch.engine.storage.StorageUnavailableException when Redis cannot be reached */
    Channels openChannels() {
        try {
            Channels channels = new Channels(client.connectPubSub(CODEC));
            client.addListener(channels.reconnection());
            return channels;
        } catch (RedisException e) {
            throw unreachable(e);
        }
    }

    void listen(RedisConnectionStateListener listener) {
        client.addListener(listener);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        var stopping = resources.shutdown(0, 2, java.util.concurrent.TimeUnit.SECONDS);
        stopping.awaitUninterruptibly(2, java.util.concurrent.TimeUnit.SECONDS);
    }

    private ClientOptions options() {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(PENDING_COMMANDS)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .keepAlive(true)
                        .build())
                .build();
    }

    private StorageUnavailableException unreachable(RedisException e) {
        String place = settings.uri().getHost() + ":" + settings.uri().getPort();
        return Failures.unavailable("Redis cannot be reached at " + place + ": " + rootMessage(e), e);
    }

    private static String rootMessage(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : rootMessage(cause);
    }
}
