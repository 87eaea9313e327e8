package io.faasbatch.engine.redis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages of other gateways and workers, over one connection. They are hints: one can get lost with the connection, so nobody relies on them.
 * Listeners are called on the connection's thread and must not wait. Thread-safe.
 */
final class Channels implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final StatefulRedisPubSubConnection<String, byte[]> connection;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<String, List<Consumer<String>>> listeners = new HashMap<>();

    Channels(StatefulRedisPubSubConnection<String, byte[]> connection) {
        this.connection = connection;
        connection.addListener(new RedisPubSubAdapter<String, byte[]>() {
            @Override
            public void message(String channel, byte[] message) {
                deliver(channel, Json.text(message));
            }
        });
    }

    /** The answer ends it. */
    Runnable listen(String channel, Consumer<String> listener) {
        synchronized (lock) {
            List<Consumer<String>> others = listeners.computeIfAbsent(channel, name -> new ArrayList<>());
            if (others.isEmpty()) {
                subscribe(channel);
            }
            others.add(listener);
        }
        return () -> end(channel, listener);
    }

    /** What was asked for while the connection was broken is asked for again when it is back. */
    RedisConnectionStateListener reconnection() {
        return new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> opened, SocketAddress address) {
                synchronized (lock) {
                    listeners.keySet().forEach(Channels.this::subscribe);
                }
            }
        };
    }

    @Override
    public void close() {
        connection.close();
    }

    private void end(String channel, Consumer<String> listener) {
        synchronized (lock) {
            List<Consumer<String>> others = listeners.get(channel);
            if (others != null && others.remove(listener) && others.isEmpty()) {
                listeners.remove(channel);
                unsubscribe(channel);
            }
        }
    }

    private void deliver(String channel, String message) {
        List<Consumer<String>> addressed;
        synchronized (lock) {
            addressed = List.copyOf(listeners.getOrDefault(channel, List.of()));
        }
        addressed.forEach(listener -> listener.accept(message));
    }

    /** Sent, not waited for. */
    private void subscribe(String channel) {
        try {
            var _ = connection.async().subscribe(channel);
        } catch (RedisException e) {
            LOG.debug("{} is listened to again when the connection is back", channel, e);
        }
    }

    private void unsubscribe(String channel) {
        try {
            var _ = connection.async().unsubscribe(channel);
        } catch (RedisException e) {
            LOG.debug("{} ended with the connection", channel, e);
        }
    }
}
