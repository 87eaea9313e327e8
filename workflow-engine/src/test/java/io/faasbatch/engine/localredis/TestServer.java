package io.faasbatch.engine.localredis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** A real redis-server on a free port, in a folder of the test. Without the program it fails. */
public final class TestServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final PrivateRedis redis;

    private TestServer(PrivateRedis redis) {
        this.redis = redis;
    }

    public static TestServer start(Path home) {
        return new TestServer(PrivateRedis.start(PrivateRedisSettings.in(home).withPort(freePort())));
    }

    public String uri() {
        return redis.uri();
    }

    /** As when the machine's owner kills it; returns at once. */
    public long kill() {
        long pid = redis.pid();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        return pid;
    }

    public void awaitRestart(long killed) throws InterruptedException {
        if (!redis.awaitRestart(killed, PATIENCE)) {
            throw new IllegalStateException("redis-server was not started again");
        }
    }

    /** Sends {@code STOP}, so that it hangs, or {@code CONT}. */
    public void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid()))
                .inheritIO()
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}
