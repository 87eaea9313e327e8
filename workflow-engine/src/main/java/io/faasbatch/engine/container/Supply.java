package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.protocol.ErrorDetail;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where containers come from and where they go. A function gets, in this order: a generic container of the warm pool, a new one, or another function's that
 * has nothing to do, wiped or removed for it.
 *
 * <p>Its state is the pool's, guarded by the pool's lock, which is given to it. Methods that say so are called under that lock and wait for nothing; the others
 * are called without it. What waits runs on virtual threads of its own.
 */
final class Supply {

    private static final Logger LOG = LoggerFactory.getLogger(Supply.class);

    /** What becomes of a container that was asked for. Called without the lock. */
    interface Listener {

        /** There is an instance, which is being made ready for the function. */
        Occupancy.Stay prepares(Container container, Sandbox.Instance instance);

        /** It can serve. False when it is not wanted any more. */
        boolean up(Container container, Sandbox.Instance instance);

        /** It is out of service. */
        void failed(Container container, ErrorDetail why);

        /** One was removed: there is a place again. */
        void removed(Container container);

        /** There may be a place again, for whom ever. */
        void placeFreed();
    }

    /** Brings a container without a function. Waits. */
    private interface Bringer {

        /** @param created may be told of the container before it answers */
        Sandbox.Instance get(Consumer<Sandbox.Instance> created) throws StartFailedException, InterruptedException;
    }

    /** From when there is an instance until it has its function, or fails; what is told of it after that changes nothing. */
    private final class Preparation {

        private final Container container;
        private Occupancy.@Nullable Stay stay;

        Preparation(Container container) {
            this.container = container;
        }

        synchronized void begins(Sandbox.Instance instance) {
            if (stay == null) {
                stay = listener.prepares(container, instance);
            }
        }

        synchronized void ends() {
            if (stay != null) {
                stay.ends();
            }
            stay = Occupancy.Stay.NONE;
        }
    }

    private final Object lock;
    private final String worker;
    private final Roster roster;
    private final Keeping keeping;
    private final PoolLimits limits;
    private final ContainerLife life;
    private final Optional<CpuControl> cpu;
    private final PoolCounts counts;
    private final ScheduledExecutorService timers;
    private final TimeSource time;
    private final Listener listener;

    // Under the lock.
    private final WarmPool warm;
    private int creating;
    private long lastId;
    private boolean closed;

    /** Under the lock: the starts of generic containers that have not come to an end. */
    private final Map<ContainerId, CompletableFuture<Void>> startsAhead = new HashMap<>();

    /** @param cpu empty where the containers of the warm pool compete for the cores like any other */
    Supply(
            Object lock,
            String worker,
            Roster roster,
            Keeping keeping,
            PoolLimits limits,
            ContainerLife life,
            Optional<CpuControl> cpu,
            PoolCounts counts,
            ScheduledExecutorService timers,
            TimeSource time,
            Listener listener) {
        this.lock = lock;
        this.worker = worker;
        this.roster = roster;
        this.keeping = keeping;
        this.limits = limits;
        this.life = life;
        this.cpu = cpu;
        this.counts = counts;
        this.timers = timers;
        this.time = time;
        this.listener = listener;
        this.warm = new WarmPool(
                limits.warmContainers(),
                limits.idleLifetime(),
                limits.warmRuntimes().stream().map(Shape::usual).toList(),
                time.nanoTime());
    }

    /** Under the lock: begins to bring up a container, if there is a place for it. It is in the roster then. */
    Optional<Container> create(FunctionDefinition function, int concurrency, boolean apart) {
        Shape shape = Shape.of(function);
        Optional<WarmPool.Generic> generic = warm.take(shape, time.nanoTime());
        if (generic.isPresent()) {
            counts.warmTaken();
            refillSoon();
            return Optional.of(begin(
                    generic.get().id,
                    function,
                    concurrency,
                    apart,
                    Optional.of(created -> taken(generic.get(), created))));
        }
        FunctionId functionId = new FunctionId(function.name().value(), function.version());
        evictGenericsFor(shape);
        if (!fits(shape)) {
            Optional<Container> used = function.repurpose() ? idleOfShape(shape, functionId) : Optional.empty();
            if (used.isPresent()) {
                ContainerId id = nextId();
                return Optional.of(begin(id, function, concurrency, apart, Optional.of(wiped(used.get(), id))));
            }
            if (!evictFor(shape, functionId)) {
                return Optional.empty();
            }
        }
        return Optional.of(begin(nextId(), function, concurrency, apart, Optional.empty()));
    }

    private Container begin(
            ContainerId id, FunctionDefinition function, int concurrency, boolean apart, Optional<Bringer> there) {
        Container container = new Container(id, function, apart, time);
        roster.add(container);
        creating++;
        Thread.startVirtualThread(() -> bringUp(container, concurrency, there));
        return container;
    }

    private ContainerId nextId() {
        lastId++;
        return new ContainerId(worker + "-" + Long.toString(lastId, Character.MAX_RADIX));
    }

    /** What no function has yet goes before what one has. */
    private void evictGenericsFor(Shape shape) {
        while (!fits(shape)) {
            Optional<WarmPool.Generic> unused = warm.evict();
            if (unused.isEmpty()) {
                return;
            }
            var _ = discard(unused.get());
        }
    }

    /** Whether there is a place for one more container, beside those there are. */
    private boolean fits(Shape shape) {
        return fits(shape, size(), memoryBytes());
    }

    private int size() {
        return roster.size() + warm.all().size();
    }

    private long memoryBytes() {
        return roster.memoryBytes()
                + warm.all().stream()
                        .mapToLong(generic -> generic.shape.memoryBytes())
                        .sum();
    }

    private boolean fits(Shape shape, int containers, long memory) {
        return containers < limits.maxContainers() && memory + shape.memoryBytes() <= limits.maxMemoryBytes();
    }

    /** Takes idle containers of other functions out of service until there is a place; all stay when that is not enough. */
    private boolean evictFor(Shape shape, FunctionId function) {
        long memory = memoryBytes();
        int size = size();
        List<Container> chosen = new ArrayList<>();
        for (Container victim : keeping.inOrderOfLoss(roster.idleOfOthers(function))) {
            if (fits(shape, size, memory)) {
                break;
            }
            chosen.add(victim);
            size--;
            memory -= victim.function.memoryBytes();
        }
        if (!fits(shape, size, memory)) {
            return false;
        }
        chosen.forEach(victim -> {
            keeping.evicted(victim);
            retire(victim);
        });
        return true;
    }

    /** A container of another function that may be made into one of this function. */
    private Optional<Container> idleOfShape(Shape shape, FunctionId function) {
        List<Container> others = roster.idleOfOthers(function).stream()
                .filter(container -> container.function.repurpose())
                .filter(container -> Shape.of(container.function).equals(shape))
                .toList();
        return keeping.inOrderOfLoss(others).stream().findFirst();
    }

    /** Takes an idle container of another function out of service, to be wiped for a new one. */
    private Bringer wiped(Container used, ContainerId id) {
        Sandbox.Instance instance = Objects.requireNonNull(used.instance(), "an idle container has an instance");
        keeping.evicted(used);
        roster.stop(used);
        roster.removed(used);
        counts.expired();
        return created -> {
            boolean clean = life.wipe(instance);
            used.gone.complete(null);
            if (!clean) {
                throw ContainerStart.failed("it could not be wiped");
            }
            counts.repurposed();
            return instance.as(id);
        };
    }

    /** It may have been unused for long, and its address be another's by now. */
    private Sandbox.Instance taken(WarmPool.Generic generic, Consumer<Sandbox.Instance> created)
            throws StartFailedException, InterruptedException {
        generic.background.needed(created);
        Sandbox.Instance instance;
        try {
            instance = generic.instance.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartFailedException failed) {
                throw failed;
            }
            throw ContainerStart.failed(String.valueOf(e.getCause()));
        }
        if (life.hasEnded(instance)) {
            life.remove(instance);
            throw ContainerStart.failed("it ended while nobody used it");
        }
        return instance;
    }

    private void bringUp(Container container, int concurrency, Optional<Bringer> there) {
        try {
            up(container, loaded(container, concurrency, there));
        } catch (StartFailedException e) {
            LOG.warn("{} did not start: {}", container, e.getMessage());
            failed(container, e.detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(container, new ErrorDetail(PlatformErrors.START_FAILED, "interrupted", null));
        } catch (RuntimeException e) {
            LOG.error("{} did not start, for a reason that was not foreseen", container, e);
            failed(container, new ErrorDetail(PlatformErrors.START_FAILED, e.toString(), null));
        }
    }

    /** When the one that is there already cannot be used, a new one is made. */
    private Sandbox.Instance loaded(Container container, int concurrency, Optional<Bringer> there)
            throws StartFailedException, InterruptedException {
        if (there.isPresent()) {
            try {
                return loaded(there.get(), container, concurrency);
            } catch (StartFailedException e) {
                if (!e.detail().type().equals(PlatformErrors.START_FAILED)) {
                    throw e;
                }
                LOG.info("{} is made anew: {}", container, e.getMessage());
            }
        }
        return loaded(
                created -> life.start(container.id, Shape.of(container.function), container.functionId, created),
                container,
                concurrency);
    }

    private Sandbox.Instance loaded(Bringer bringer, Container container, int concurrency)
            throws StartFailedException, InterruptedException {
        Preparation preparation = new Preparation(container);
        try {
            Sandbox.Instance instance = bringer.get(preparation::begins);
            preparation.begins(instance);
            life.load(instance, container.function, concurrency);
            return instance;
        } finally {
            preparation.ends();
        }
    }

    private void up(Container container, Sandbox.Instance instance) {
        synchronized (lock) {
            creating--;
        }
        if (!listener.up(container, instance)) {
            remove(container, instance);
        }
    }

    private void failed(Container container, ErrorDetail why) {
        synchronized (lock) {
            creating--;
            counts.startFailed();
            roster.stop(container);
            roster.removed(container);
        }
        container.gone.complete(null);
        listener.failed(container, why);
    }

    /** Under the lock: takes an idle container out of service and removes it. */
    void retire(Container container) {
        if (roster.stop(container)) {
            keeping.removed(container);
            counts.expired();
            Sandbox.Instance instance = container.instance();
            if (instance != null) {
                Thread.startVirtualThread(() -> remove(container, instance));
            }
        }
    }

    /** Removes a container that is out of service. Waits. */
    void remove(Container container, Sandbox.Instance instance) {
        life.remove(instance);
        synchronized (lock) {
            roster.removed(container);
        }
        container.gone.complete(null);
        listener.removed(container);
    }

    /** Leftovers that can be made as if they were new fill the warm pool; the others go. Waits. */
    void adopt(List<Sandbox.Leftover> leftovers) {
        int adopted = 0;
        for (Sandbox.Leftover leftover : leftovers) {
            adopted += adopt(leftover) ? 1 : 0;
        }
        if (!leftovers.isEmpty()) {
            LOG.info("{} of {} containers of an earlier run are used again", adopted, leftovers.size());
        }
    }

    private boolean adopt(Sandbox.Leftover leftover) {
        Sandbox.Instance instance = leftover.instance();
        boolean mine;
        synchronized (lock) {
            mine = !closed && warm.wants(leftover.shape());
        }
        mine = mine && life.adopt(instance);
        if (!mine) {
            life.discard(instance);
            return false;
        }
        synchronized (lock) {
            mine = !closed;
            if (mine) {
                WarmPool.Generic generic = generic(instance.id(), leftover.shape());
                generic.background.started(instance);
                generic.instance.complete(instance);
                warm.add(generic);
            }
        }
        if (mine) {
            listener.placeFreed();
        } else {
            life.remove(instance);
        }
        return mine;
    }

    /** Starts what the warm pool lacks, one after the other, and only while no function waits for a start. */
    void refill() {
        WarmPool.Generic next;
        CompletableFuture<Void> start = new CompletableFuture<>();
        synchronized (lock) {
            Optional<Shape> missing =
                    warm.missing(time.nanoTime()).filter(shape -> !closed && creating == 0 && fits(shape));
            if (missing.isEmpty()) {
                return;
            }
            next = generic(nextId(), missing.get());
            warm.add(next);
            startsAhead.put(next.id, start);
        }
        Thread.startVirtualThread(() -> {
            bringUp(next);
            synchronized (lock) {
                startsAhead.remove(next.id);
            }
            start.complete(null);
            refill();
        });
    }

    private WarmPool.Generic generic(ContainerId id, Shape shape) {
        return new WarmPool.Generic(id, shape, new Background(cpu, shape.cpus()), time.now());
    }

    private void refillSoon() {
        if (!timers.isShutdown()) {
            var _ = timers.schedule(
                    () -> Thread.startVirtualThread(this::refill),
                    limits.warmRefillPause().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void bringUp(WarmPool.Generic generic) {
        try {
            Sandbox.Instance instance = life.startAhead(generic.id, generic.shape, generic.background::started);
            boolean wanted;
            synchronized (lock) {
                wanted = generic.taken() || !closed;
                generic.instance.complete(instance);
            }
            if (!wanted) {
                life.remove(instance);
            }
        } catch (StartFailedException e) {
            if (!isClosed()) {
                LOG.warn("a container for the warm pool did not start: {}", e.getMessage());
            }
            lost(generic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(generic, e);
        } catch (RuntimeException e) {
            LOG.error("a container for the warm pool did not start, for a reason that was not foreseen", e);
            lost(generic, e);
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    private void lost(WarmPool.Generic generic, Exception why) {
        synchronized (lock) {
            warm.failed(generic, Breaker.LONGEST, time.nanoTime());
        }
        generic.instance.completeExceptionally(why);
    }

    private CompletableFuture<Void> discard(WarmPool.Generic generic) {
        return CompletableFuture.runAsync(
                () -> {
                    life.remove(generic.instance.join());
                    listener.placeFreed();
                },
                Thread::startVirtualThread);
    }

    /** Removes generic containers that nobody took for long or that have ended, and starts those that are missing. */
    void sweep() {
        List<WarmPool.Generic> surplus;
        synchronized (lock) {
            surplus = warm.shrink(time.nanoTime());
        }
        surplus.forEach(generic -> {
            var _ = discard(generic);
        });
        Thread.startVirtualThread(() -> {
            discardEnded();
            refill();
        });
    }

    /** An Engine that was started anew has taken them with it. Waits for the Engine. */
    private void discardEnded() {
        List<WarmPool.Generic> ready;
        synchronized (lock) {
            ready = generics();
        }
        for (WarmPool.Generic generic : ready) {
            boolean lost = life.hasEnded(generic.instance.join());
            synchronized (lock) {
                lost = lost && warm.remove(generic);
            }
            if (lost) {
                LOG.info("container {} ended in the warm pool", generic.id);
                var _ = discard(generic);
            }
        }
    }

    /** Under the lock: the generic containers that are ready. */
    List<WarmPool.Generic> generics() {
        return warm.all().stream().filter(WarmPool.Generic::ready).toList();
    }

    /** Under the lock: starts nothing any more, and removes what is in the warm pool or on its way there. */
    Collection<CompletableFuture<Void>> close() {
        closed = true;
        life.close();
        List<CompletableFuture<Void>> gone = new ArrayList<>(startsAhead.values());
        warm.drain().stream().filter(WarmPool.Generic::ready).map(this::discard).forEach(gone::add);
        return gone;
    }
}
