package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InitRequest;
import io.faasbatch.protocol.ProxyStatus;
import io.faasbatch.protocol.StoreAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Brings containers up: created, proxy answering, function loaded. Calls wait; at most a set number of containers are being created at a time, and functions take
 * turns with it.
 */
final class ContainerStart {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerStart.class);

    private static final Duration FIRST_POLL = Duration.ofMillis(2);
    private static final Duration SLOWEST_POLL = Duration.ofMillis(20);
    /** Long: on a machine with far too much to do an answer takes seconds, and to take such a container for dead would make it more. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration WIPE_TIMEOUT = Duration.ofSeconds(5);
    /** How often the Engine is asked about a container that does not answer. By the clock: a poll of an address that is gone takes seconds. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(500);

    private final Sandbox sandbox;
    private final ProxyClient proxies;
    private final FunctionCatalog catalog;
    private final Supplier<Optional<StoreAddress>> store;
    private final Duration timeout;
    private final long maxValueBytes;
    private final int lentCores;
    private final StartTurns<Optional<FunctionId>> turns;
    private volatile boolean closed;

    ContainerStart(
            Sandbox sandbox,
            ProxyClient proxies,
            FunctionCatalog catalog,
            Supplier<Optional<StoreAddress>> store,
            PoolLimits limits) {
        this.sandbox = sandbox;
        this.proxies = proxies;
        this.catalog = catalog;
        this.store = store;
        this.timeout = limits.startTimeout();
        this.maxValueBytes = limits.maxValueBytes();
        this.lentCores = limits.lentCores();
        this.turns = new StartTurns<>(limits.concurrentStarts());
    }

    /**
     * A container whose proxy answers. When it throws, nothing is left of the container.
     *
     * @param created told of the container before its proxy answers
     */
    Sandbox.Instance start(ContainerId id, Shape shape, FunctionId function, Consumer<Sandbox.Instance> created)
            throws StartFailedException, InterruptedException {
        takeTurn(Optional.of(function));
        try {
            return answering(created(id, shape, false), created);
        } finally {
            turns.release();
        }
    }

    /** The same for no function yet. What it does until its proxy answers may take long when the cores are short, and is nobody's turn. */
    Sandbox.Instance startAhead(ContainerId id, Shape shape, Consumer<Sandbox.Instance> created)
            throws StartFailedException, InterruptedException {
        takeTurn(Optional.empty());
        Sandbox.Instance instance;
        try {
            instance = created(id, shape, true);
        } finally {
            turns.release();
        }
        return answering(instance, created);
    }

    private void takeTurn(Optional<FunctionId> function) throws StartFailedException, InterruptedException {
        if (!turns.acquire(function)) {
            throw failed("the worker stops");
        }
    }

    private Sandbox.Instance created(ContainerId id, Shape shape, boolean ahead) throws StartFailedException {
        try {
            return sandbox.start(id, shape, ahead);
        } catch (SandboxException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        }
    }

    private Sandbox.Instance answering(Sandbox.Instance instance, Consumer<Sandbox.Instance> created)
            throws StartFailedException, InterruptedException {
        boolean up = false;
        try {
            created.accept(instance);
            awaitProxy(instance);
            up = true;
            return instance;
        } catch (SandboxException e) {
            throw failed(String.valueOf(e.getMessage()), e);
        } finally {
            if (!up) {
                discard(instance);
            }
        }
    }

    /** Starts that still wait, for their turn or for an answer of the proxy, fail. */
    void close() {
        closed = true;
        turns.close();
    }

    /**
     * Loads the function. What the proxy refuses with 4xx or 5xx and an error is the function's own fault, and its author's to see.
     *
     * @param concurrency most invocations it runs at a time
     */
    void load(Sandbox.Instance instance, FunctionDefinition function, int concurrency) throws StartFailedException {
        InitRequest settings = settings(function, concurrency);
        try {
            proxies.init(instance.proxy(), settings, timeout);
        } catch (RefusedException e) {
            throw new StartFailedException(e.detail(), e);
        } catch (IOException e) {
            throw failed(
                    "the function could not be loaded: " + e.getMessage() + " (" + sandbox.causeOfDeath(instance) + ")",
                    e);
        }
    }

    /** Whether a container answers and has no function. */
    boolean isGeneric(Sandbox.Instance instance) {
        try {
            return proxies.status(instance.proxy()).status() == ProxyStatus.State.NEW;
        } catch (IOException e) {
            LOG.debug("Container {} does not answer: {}", instance.id(), e.getMessage());
            return false;
        }
    }

    /** Whether a container answers and has that function; its address may be another's by now. Waits for it. */
    boolean answers(Sandbox.Instance instance, FunctionId function) {
        try {
            return function.name()
                    .equals(proxies.status(instance.proxy(), ANSWER_TIMEOUT).function());
        } catch (IOException | JacksonException e) {
            LOG.info("Container {} does not answer: {}", instance.id(), e.toString());
            return false;
        }
    }

    /** Makes a container as it was before it had a function; false when its proxy cannot or does not answer. */
    boolean wipe(Sandbox.Instance instance) {
        try {
            proxies.wipe(instance.proxy(), WIPE_TIMEOUT);
            return true;
        } catch (IOException e) {
            LOG.debug("Container {} is not wiped: {}", instance.id(), e.getMessage());
            return false;
        }
    }

    private InitRequest settings(FunctionDefinition function, int concurrency) throws StartFailedException {
        try {
            byte[] archive = catalog.archive(function.name(), function.version())
                    .orElseThrow(() -> failed("the code of " + function.name() + "@" + function.version()
                            + " is no longer stored; was the function deleted?"));
            return new InitRequest(
                    function.name().value(),
                    function.version(),
                    function.runtime(),
                    function.handler(),
                    function.isolation(),
                    concurrency,
                    Math.max(function.cpus(), lentCores),
                    function.timeout().toMillis(),
                    function.shared(),
                    function.env(),
                    Base64.getEncoder().encodeToString(archive),
                    store.get(),
                    Optional.of(maxValueBytes),
                    function.coalesceHttp());
        } catch (StorageUnavailableException e) {
            throw failed("the function's code cannot be read: " + e.getMessage(), e);
        }
    }

    private void awaitProxy(Sandbox.Instance instance) throws StartFailedException, InterruptedException {
        long began = System.nanoTime();
        long nextLook = LOOK_INTERVAL.toNanos();
        Duration pause = FIRST_POLL;
        while (!answers(instance)) {
            if (closed) {
                throw failed("the worker stops");
            }
            long waited = System.nanoTime() - began;
            if (waited >= nextLook) {
                if (!sandbox.isRunning(instance)) {
                    throw failed("the container ended before its proxy answered: " + sandbox.causeOfDeath(instance));
                }
                nextLook = waited + LOOK_INTERVAL.toNanos();
            }
            if (waited >= timeout.toNanos()) {
                throw failed("the container's proxy did not answer within " + timeout + " ("
                        + sandbox.causeOfDeath(instance) + ")");
            }
            Thread.sleep(pause);
            pause = pause.compareTo(SLOWEST_POLL) < 0 ? pause.plus(FIRST_POLL) : SLOWEST_POLL;
        }
    }

    private boolean answers(Sandbox.Instance instance) {
        try {
            ProxyStatus status = proxies.status(instance.proxy());
            LOG.debug("The proxy of container {} answers: {}", instance.id(), status.status());
            return true;
        } catch (IOException e) {
            LOG.trace("The proxy of container {} does not answer yet: {}", instance.id(), e.getMessage());
            return false;
        }
    }

    private void discard(Sandbox.Instance instance) {
        try {
            sandbox.remove(instance);
        } catch (SandboxException e) {
            LOG.warn("Container {} did not start and could not be removed either: {}", instance.id(), e.getMessage());
        }
    }

    static StartFailedException failed(String why) {
        return new StartFailedException(new ErrorDetail(PlatformErrors.START_FAILED, why, null));
    }

    private static StartFailedException failed(String why, Throwable cause) {
        return new StartFailedException(new ErrorDetail(PlatformErrors.START_FAILED, why, null), cause);
    }
}
