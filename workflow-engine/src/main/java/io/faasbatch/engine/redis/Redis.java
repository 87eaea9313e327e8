package io.faasbatch.engine.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection, shared by any number of threads that wait for their answers; what they send at the same time travels together. While it is
 * broken every call fails at once, and it comes back by itself. This is where failures of the client become ours.
 */
final class Redis implements AutoCloseable {

    private final StatefulRedisConnection<String, byte[]> connection;
    private final Duration timeout;

    Redis(StatefulRedisConnection<String, byte[]> connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** A command that is sent now and answered later. */
    interface Command<T extends @Nullable Object>
            extends Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> {}

    /** The answer of a command that always has one. */
    <T> T call(Command<T> command) {
        return await(send(command), timeout);
    }

    /** The answer of a command that takes up to {@code longest} by itself, such as a blocking read. */
    <T> T callFor(Duration longest, Command<T> command) {
        return await(send(command), longest.plus(timeout));
    }

    /** The answer of a command that may have none. */
    <T> Optional<T> find(Command<@Nullable T> command) {
        return Optional.ofNullable(await(send(command), timeout));
    }

    /** Sends all before it waits for the first. */
    <T extends @Nullable Object> List<RedisFuture<T>> sendAll(List<? extends Command<T>> commands) {
        return commands.stream().map(this::send).toList();
    }

    /** The answers of commands that are sent together, in their order; empty where there is none. */
    <T> List<Optional<T>> findAll(List<? extends Command<@Nullable T>> commands) {
        return sendAll(commands).stream()
                .map(answer -> Optional.ofNullable(await(answer, timeout)))
                .toList();
    }

    /** The number a script answers. */
    long number(Script script, List<String> keys, List<byte[]> arguments) {
        return run(
                commands -> commands.evalsha(script.digest(), ScriptOutputType.INTEGER, names(keys), values(arguments)),
                commands -> commands.eval(script.text(), ScriptOutputType.INTEGER, names(keys), values(arguments)));
    }

    /** The text a script answers. */
    String text(Script script, List<String> keys, List<byte[]> arguments) {
        byte[] answer = run(
                commands -> commands.evalsha(script.digest(), ScriptOutputType.VALUE, names(keys), values(arguments)),
                commands -> commands.eval(script.text(), ScriptOutputType.VALUE, names(keys), values(arguments)));
        return Json.text(answer);
    }

    /** The texts a script answers. */
    List<String> texts(Script script, List<String> keys, List<byte[]> arguments) {
        List<byte[]> answer = run(
                commands -> commands.evalsha(script.digest(), ScriptOutputType.MULTI, names(keys), values(arguments)),
                commands -> commands.eval(script.text(), ScriptOutputType.MULTI, names(keys), values(arguments)));
        return answer.stream().map(Json::text).toList();
    }

    @Override
    public void close() {
        connection.close();
    }

    /** A Redis that does not know the script, as after a restart, gets the whole of it. */
    private <T> T run(Command<T> byDigest, Command<T> byText) {
        try {
            return call(byDigest);
        } catch (RefusedCommandException e) {
            if (e.getCause() instanceof RedisNoScriptException) {
                return call(byText);
            }
            throw e;
        }
    }

    private static String[] names(List<String> keys) {
        return keys.toArray(String[]::new);
    }

    private static byte[][] values(List<byte[]> arguments) {
        return arguments.toArray(byte[][]::new);
    }

    private <T extends @Nullable Object> RedisFuture<T> send(Command<T> command) {
        try {
            return command.apply(connection.async());
        } catch (RedisException e) {
            throw Failures.translate(e);
        }
    }

    private static <T extends @Nullable Object> T await(RedisFuture<T> answer, Duration longest) {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw Failures.unavailable("Redis did not answer within " + longest.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw Failures.unavailable("interrupted while waiting for Redis", e);
        } catch (CancellationException e) {
            throw Failures.unavailable("the connection to Redis was closed", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw Failures.translate(cause == null ? e : cause);
        }
    }
}
