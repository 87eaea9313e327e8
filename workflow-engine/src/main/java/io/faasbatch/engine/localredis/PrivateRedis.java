package io.faasbatch.engine.localredis;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code redis-server} of our own, with its data below {@code FAASBATCH_HOME} on an append-only file. One that was left by a killed run is taken over;
 * one that dies is started again. The watching thread owns the server from the start on, until {@link #close} takes it back.
 */
public final class PrivateRedis implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PrivateRedis.class);

    private static final Duration FIRST_BACKOFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);

    private final PrivateRedisSettings settings;
    private final RedisServer server;
    private final String password;
    private final boolean adopted;
    private final Thread watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @GuardedBy("lock")
    private ProcessHandle process;

    @GuardedBy("lock")
    private boolean closing;

    private PrivateRedis(
            PrivateRedisSettings settings,
            RedisServer server,
            String password,
            ProcessHandle process,
            boolean adopted) {
        this.settings = settings;
        this.server = server;
        this.password = password;
        this.process = process;
        this.adopted = adopted;
        this.watcher = Thread.ofPlatform().name("private-redis").daemon().unstarted(this::watch);
    }

    /**
     * Returns when it answers.
     *
     * @throws PrivateRedisException when it cannot be had, with what to do
     */
    public static PrivateRedis start(PrivateRedisSettings settings) {
        try {
            RedisFiles files = new RedisFiles(settings);
            files.makeFolders();
            String password = files.password();
            RedisServer server = new RedisServer(settings, files, password);
            Optional<ProcessHandle> found = server.running();
            ProcessHandle process = found.isPresent() ? found.get() : server.start();
            PrivateRedis redis = new PrivateRedis(settings, server, password, process, found.isPresent());
            redis.watcher.start();
            LOG.info(
                    "private Redis {} on port {}, process {}",
                    found.isPresent() ? "found" : "started",
                    settings.port(),
                    process.pid());
            return redis;
        } catch (IOException e) {
            throw new PrivateRedisException("the private Redis cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PrivateRedisException("interrupted while the private Redis started", e);
        }
    }

    /** Holds the password. */
    public String uri() {
        String address = settings.ownAddress();
        return "redis://:" + password + "@" + (address.contains(":") ? "[" + address + "]" : address) + ":"
                + settings.port();
    }

    public int port() {
        return settings.port();
    }

    /** Whether it was there already. */
    public boolean adopted() {
        return adopted;
    }

    /** Its process, which is another after it was started again. */
    public long pid() {
        lock.lock();
        try {
            return process.pid();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is another process than {@code pid}; @return false when {@code longest} passed before */
    boolean awaitRestart(long pid, Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lock();
        try {
            while (process.pid() == pid && left > 0) {
                left = changed.awaitNanos(left);
            }
            return process.pid() != pid;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watching, and the server too where the settings say so. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
        } finally {
            lock.unlock();
        }
        watcher.interrupt();
        try {
            watcher.join();
            if (settings.stopOnClose()) {
                server.stop(current());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                ProcessHandle watched = current();
                awaitEnd(watched);
                LOG.warn("private Redis (process {}) has ended and is started again", watched.pid());
                ProcessHandle next = startAgain();
                lock.lock();
                try {
                    process = next;
                    changed.signalAll();
                } finally {
                    lock.unlock();
                }
                LOG.info("private Redis started again on port {}, process {}", settings.port(), next.pid());
            }
        } catch (InterruptedException e) {
            LOG.debug("private Redis is no longer watched", e);
        }
    }

    private ProcessHandle startAgain() throws InterruptedException {
        Duration backoff = FIRST_BACKOFF;
        while (true) {
            TimeUnit.MILLISECONDS.sleep(backoff.toMillis());
            try {
                Optional<ProcessHandle> found = server.running();
                return found.isPresent() ? found.get() : server.start();
            } catch (IOException | PrivateRedisException e) {
                LOG.error("private Redis cannot be started again, next attempt follows: {}", e.getMessage());
            }
            Duration longer = backoff.multipliedBy(2);
            backoff = longer.compareTo(LONGEST_BACKOFF) < 0 ? longer : LONGEST_BACKOFF;
        }
    }

    private static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the end of process " + process.pid() + " cannot be awaited", e);
        }
    }

    private ProcessHandle current() {
        lock.lock();
        try {
            return process;
        } finally {
            lock.unlock();
        }
    }
}
