package io.faasbatch.proxy.runtime.python;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.Breakdown;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.SharedCount;
import io.faasbatch.proxy.runtime.StopReason;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One Python function. Owns the current {@link HostSession}: a host that has died is replaced when the next invocation starts,
 * unless the last ones all died before any invocation came to its end.
 */
final class PythonRuntime implements FunctionRuntime {

    /** Hosts that may die in a row without having served an invocation. */
    static final int FRUITLESS_HOSTS = 3;

    /** A stopped invocation that the host has not reported by then is reported without it. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(1);

    private final HostSettings settings;
    private final HostCalls calls;
    private final JsonMapper mapper;
    private final Supplier<HostProcess> starter;
    private final Breakdown breakdown;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Started> started = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable HostSession session;

    @GuardedBy("lock")
    private SharedCount earlier = new SharedCount(0, 0);

    @GuardedBy("lock")
    private int fruitless;

    @GuardedBy("lock")
    private boolean closed;

    /** An invocation and the session it runs in; the number tells it from a later attempt under the same id. */
    private record Started(HostSession session, long number, Run run) {}

    PythonRuntime(
            HostSettings settings,
            HostCalls calls,
            JsonMapper mapper,
            Supplier<HostProcess> starter,
            Breakdown breakdown) {
        this.settings = settings;
        this.calls = calls;
        this.mapper = mapper;
        this.starter = starter;
        this.breakdown = breakdown;
    }

    void load(HostProcess process, Duration limit) throws InitException {
        HostSession first = HostSession.open(process, settings.load(), calls, mapper, breakdown);
        first.awaitLoaded(limit);
        lock.lock();
        try {
            session = first;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start(RunRequest request, RunListener listener) {
        long number = numbers.incrementAndGet();
        Run run = new Run(request, forgetting(request.id(), number, listener));
        HostSession host;
        try {
            host = session();
        } catch (HostUnavailableException e) {
            run.crashed(ErrorDetail.CRASHED, e.getMessage());
            return;
        }
        started.put(request.id(), new Started(host, number, run));
        host.start(number, run, settings.run(number, request));
    }

    @Override
    public void stop(String invocationId, StopReason reason) {
        Started one = started.get(invocationId);
        if (one == null || !one.run().stop(reason)) {
            return;
        }
        one.session().stop(settings.stop(one.number()));
        CompletableFuture.delayedExecutor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> one.run().stopped(""));
    }

    @Override
    public SharedCount shared() {
        lock.lock();
        try {
            return session == null ? earlier : earlier.plus(session.shared());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        HostSession last;
        lock.lock();
        try {
            closed = true;
            last = session;
        } finally {
            lock.unlock();
        }
        started.values().forEach(one -> one.run().stop(StopReason.SHUTDOWN));
        if (last != null) {
            last.close();
        }
        started.values().forEach(one -> one.run().stopped(""));
    }

    private HostSession session() throws HostUnavailableException {
        lock.lock();
        try {
            if (closed) {
                throw new HostUnavailableException("the container was shut down");
            }
            if (session == null || !session.alive()) {
                session = replacement(session);
            }
            return session;
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private HostSession replacement(@Nullable HostSession dead) throws HostUnavailableException {
        if (dead != null) {
            earlier = earlier.plus(dead.shared());
            fruitless = dead.served() ? 0 : fruitless + 1;
            session = null;
        }
        if (fruitless >= FRUITLESS_HOSTS) {
            throw new HostUnavailableException(
                    "the Python host died " + fruitless + " times before it served an invocation");
        }
        try {
            return HostSession.open(starter.get(), settings.load(), calls, mapper, breakdown);
        } catch (UncheckedIOException e) {
            throw new HostUnavailableException(String.valueOf(e.getMessage()));
        }
    }

    private RunListener forgetting(String id, long number, RunListener listener) {
        return new RunListener() {
            @Override
            public void started() {
                listener.started();
            }

            @Override
            public void ended(RunOutcome outcome) {
                started.computeIfPresent(id, (key, one) -> one.number() == number ? null : one);
                listener.ended(outcome);
            }
        };
    }

    /** No host can be had. */
    private static final class HostUnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        HostUnavailableException(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
