package io.faasbatch.gateway.crash;

import io.faasbatch.gateway.Waiting;
import io.faasbatch.gateway.it.RunningGateway;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A Redis with an append-only file on a free port, which can be killed and started again. Used by one thread. */
final class OwnRedis implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private final RedisClient client;
    private Process server;

    private OwnRedis(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        client = RedisClient.create(uri());
        server = launch();
    }

    static OwnRedis start(Path folder) {
        OwnRedis redis = new OwnRedis(folder, RunningGateway.freePort());
        redis.awaitAnswer();
        return redis;
    }

    private Process launch() {
        ProcessBuilder builder = new ProcessBuilder(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--save",
                "");
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("redis.log").toFile()));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("these tests need redis-server", e);
        }
    }

    private void awaitAnswer() {
        Waiting.until("Redis to answer on port " + port, START_LIMIT, () -> {
            try {
                return "PONG".equals(ask(RedisCommands::ping));
            } catch (RedisException e) {
                return false;
            }
        });
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** SIGKILL. */
    void kill() {
        server.destroyForcibly().onExit().join();
    }

    /** Starts it again with what its append-only file holds. */
    void restart() {
        server = launch();
        awaitAnswer();
    }

    /** All keys that fit a pattern, sorted. */
    List<String> keys(String pattern) {
        return ask(commands -> {
            List<String> keys = new ArrayList<>();
            ScanIterator.scan(commands, ScanArgs.Builder.matches(pattern).limit(1000))
                    .forEachRemaining(keys::add);
            keys.sort(null);
            return keys;
        });
    }

    /** What a worker is still to do. */
    List<String> due() {
        return ask(commands -> commands.zrange("fb:due", 0, -1));
    }

    long keyCount() {
        return ask(RedisCommands::dbsize);
    }

    private <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        kill();
    }
}
