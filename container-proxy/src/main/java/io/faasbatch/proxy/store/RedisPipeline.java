package io.faasbatch.proxy.store;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.StoreAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection, owned by one thread: it sends whatever commands have gathered since the last round trip and reads their
 * answers in order. It connects when the first command comes. A round that fails on a broken connection is sent once more
 * over a new one, which is safe because reading and overwriting can be repeated; then its commands fail.
 */
final class RedisPipeline implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_WAITING = 16_384;
    private static final int MAX_ROUND = 256;

    private final StoreAddress address;
    private final BlockingQueue<StoreCommand> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread owner = Thread.ofPlatform().name("store").daemon().unstarted(this::serve);
    private volatile boolean closed;

    /** Owned by the owner thread. */
    private @Nullable Connection connection;

    RedisPipeline(StoreAddress address) {
        this.address = address;
    }

    void start() {
        owner.start();
    }

    /** The command is answered or failed some time after this, always. */
    void send(StoreCommand command) {
        if (!waiting.offer(command)) {
            command.failed(new StoreException("more than " + MAX_WAITING + " commands wait for Redis", null));
        } else if (closed && waiting.remove(command)) {
            command.failed(stopped());
        }
    }

    @Override
    public void close() {
        closed = true;
        owner.interrupt();
    }

    private void serve() {
        List<StoreCommand> round = new ArrayList<>();
        try {
            while (!closed) {
                round.add(waiting.take());
                waiting.drainTo(round, MAX_ROUND - 1);
                answer(round);
                round.clear();
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            disconnect();
            waiting.drainTo(round);
            round.forEach(command -> command.failed(stopped()));
        }
    }

    private void answer(List<StoreCommand> round) {
        List<Object> replies;
        try {
            replies = exchange(round);
        } catch (JedisException e) {
            disconnect();
            StoreException failure = new StoreException(
                    "no answer from Redis at " + address.host() + ":" + address.port() + ": " + e.getMessage(), e);
            round.forEach(command -> command.failed(failure));
            return;
        }
        for (int i = 0; i < round.size(); i++) {
            deliver(round.get(i), replies.get(i));
        }
    }

    private static void deliver(StoreCommand command, @Nullable Object reply) {
        if (reply instanceof JedisDataException refused) {
            command.failed(new StoreException("Redis refused: " + refused.getMessage(), refused));
        } else {
            command.answered(reply);
        }
    }

    private List<Object> exchange(List<StoreCommand> round) {
        if (connection == null) {
            return exchange(connect(), round);
        }
        try {
            return exchange(connection, round);
        } catch (JedisConnectionException e) {
            disconnect();
            return exchange(connect(), round);
        }
    }

    private static List<Object> exchange(Connection open, List<StoreCommand> round) {
        round.forEach(command -> open.sendCommand(command.arguments()));
        return open.getMany(round.size());
    }

    private Connection connect() {
        DefaultJedisClientConfig config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
                .socketTimeoutMillis(Math.toIntExact(ANSWER_TIMEOUT.toMillis()))
                .user(address.username().isEmpty() ? null : address.username())
                .password(address.password().isEmpty() ? null : address.password())
                .clientSetInfoConfig(ClientSetInfoConfig.DISABLED)
                .build();
        Connection fresh = new Connection(new HostAndPort(address.host(), address.port()), config);
        connection = fresh;
        return fresh;
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.forceDisconnect();
            } catch (IOException alreadyBroken) {
                // It is given up in any case; whoever waits for an answer has been told the first failure.
            }
            connection = null;
        }
    }

    private static StoreException stopped() {
        return new StoreException("the container is shutting down", null);
    }
}
