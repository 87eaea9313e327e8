package io.faasbatch.engine.container;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.ContainerView;
import io.faasbatch.grouping.Fleet;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.StoreAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of this worker and the invocations that were handed to them.
 *
 * <p>Every state is guarded by one lock, under which nothing waits: no container, network, disk or other lock. Whatever waits
 * (starting, sending, removing) runs on a virtual thread of its own and comes back to the lock with its outcome. The
 * demand, which has a lock of its own, is told after ours is released.
 *
 * <p>INVARIANT: a container in service is in the roster, one without a function in the warm pool; an invocation of the pool is held by one container of the
 * roster, is being moved by the delivery that lost its container, or waits among the displaced. From each of these it is completed or moved on.
 */
public final class ContainerPool implements Fleet<PendingInvocation>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerPool.class);

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);
    private static final Duration CAUSE_TIMEOUT = Duration.ofSeconds(10);

    private final String worker;
    private final Sandbox sandbox;
    private final PoolLimits limits;
    private final ProxyClient proxies;
    private final ContainerLife life;
    private final ScheduledExecutorService timers;
    private final TimeSource time;
    private final PoolCounts counts = new PoolCounts();
    private final BatchDelivery.Outcome outcome = new DeliveryOutcome();
    private final List<ScheduledFuture<?>> rounds;
    private volatile Demand demand = new NoDemand();

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Roster roster = new Roster();

    @GuardedBy("lock")
    private final WarmPool warm;

    @GuardedBy("lock")
    private final Deque<Displaced> displaced = new ArrayDeque<>();

    @GuardedBy("lock")
    private final Breaker breaker;

    @GuardedBy("lock")
    private final MemoryRoom room = new MemoryRoom();

    /** Containers that are being created for a function. */
    @GuardedBy("lock")
    private int creating;

    @GuardedBy("lock")
    private long lastId;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * @param worker the worker's id, for {@link #containers}
     * @param sandbox belongs to the pool from here on, and is closed with it
     * @param store where functions find intermediate data, asked at each start
     * @param timers for what is due later; stays with the caller, who stops it after the pool
     */
    public ContainerPool(
            String worker,
            Sandbox sandbox,
            FunctionCatalog catalog,
            Supplier<Optional<StoreAddress>> store,
            PoolLimits limits,
            ScheduledExecutorService timers,
            TimeSource time) {
        this.worker = worker;
        this.sandbox = sandbox;
        this.limits = limits;
        this.proxies = new ProxyClient(limits.maxResultBytes());
        this.life = new ContainerLife(
                sandbox, new ContainerStart(sandbox, proxies, catalog, store, limits), limits.maxContainers());
        this.timers = timers;
        this.time = time;
        this.breaker = new Breaker(limits.startHoldBack());
        this.warm = new WarmPool(
                limits.warmContainers(),
                limits.idleLifetime(),
                limits.warmRuntimes().stream().map(Shape::usual).toList(),
                time.nanoTime());
        this.rounds = List.of(every(SWEEP_INTERVAL, this::sweep), every(WATCH_INTERVAL, this::watchMemory));
    }

    private ScheduledFuture<?> every(Duration interval, Runnable round) {
        return timers.scheduleWithFixedDelay(
                () -> {
                    try {
                        round.run();
                    } catch (RuntimeException e) {
                        LOG.error("a round of the container pool failed; the next one follows", e);
                    }
                },
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Says who waits for containers, takes over what an earlier run left behind and fills the warm pool in the background; called once, before the first
     * invocation.
     */
    public void serve(Demand waiting) {
        demand = waiting;
        List<Sandbox.Leftover> leftovers = sandbox.takeOver();
        Thread.startVirtualThread(() -> {
            adopt(leftovers);
            refill();
        });
    }

    @Override
    public List<ContainerView> containers(FunctionId function) {
        synchronized (lock) {
            List<ContainerView> views = new ArrayList<>();
            for (Container container : roster.shared(function)) {
                views.add(container.view(room.of(container)));
            }
            return views;
        }
    }

    @Override
    public Optional<ContainerId> start(FunctionId function, PendingInvocation example, int concurrency) {
        synchronized (lock) {
            if (closed || breaker.isOpen(function, time.nanoTime())) {
                return Optional.empty();
            }
            return create(example.request().function(), concurrency, false).map(container -> container.id);
        }
    }

    @Override
    public boolean send(ContainerId id, Batch<PendingInvocation> batch) {
        synchronized (lock) {
            Container container = roster.find(id);
            if (container == null || container.isolated()) {
                return false;
            }
            entrust(container, batch);
            return true;
        }
    }

    @Override
    public void abandon(List<PendingInvocation> invocations) {
        invocations.forEach(ContainerPool::stopped);
    }

    /** The containers that have a function, with the memory they use. Waits for the Engine. */
    public List<ContainerInfo> containers() {
        Map<String, Long> memory = sandbox.memoryBytes(instances(false));
        synchronized (lock) {
            return roster.all().stream()
                    .map(container -> container.info(worker, memory))
                    .toList();
        }
    }

    private List<Sandbox.Instance> instances(boolean busyOnly) {
        synchronized (lock) {
            return roster.all().stream()
                    .filter(container -> !busyOnly || container.load() > 0)
                    .map(Container::instance)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    public PoolCounters counters() {
        synchronized (lock) {
            return counts.read(warm.all().size());
        }
    }

    /** Removes every container that has nothing to do; returns how many. */
    public int clear() {
        return expire(Duration.ZERO, Duration.ZERO);
    }

    /** Removes containers that were idle for too long, and places what waits for a place. */
    void sweep() {
        expire(limits.idleLifetime(), PoolLimits.SUPERSEDED_LIFETIME);
        List<WarmPool.Generic> surplus;
        synchronized (lock) {
            place();
            surplus = warm.shrink(time.nanoTime());
        }
        surplus.forEach(generic -> {
            var _ = discard(generic);
        });
        refill();
    }

    private int expire(Duration lifetime, Duration supersededLifetime) {
        synchronized (lock) {
            List<Container> expired = roster.expired(lifetime, supersededLifetime, time);
            for (Container container : expired) {
                retire(container);
            }
            return expired.size();
        }
    }

    /** A container that is nearly full takes nothing more until something in it has ended. */
    private void watchMemory() {
        List<Sandbox.Instance> busy = instances(true);
        if (busy.isEmpty()) {
            return;
        }
        Map<String, Long> memory = sandbox.memoryBytes(busy);
        List<FunctionId> relieved = new ArrayList<>();
        synchronized (lock) {
            for (Container container : roster.live()) {
                Sandbox.Instance instance = container.instance();
                Long bytes = instance == null ? null : memory.get(instance.nativeId());
                boolean before = container.nearlyFull();
                container.usesMemory(bytes == null ? 0 : bytes);
                if (before && !container.nearlyFull()) {
                    relieved.add(container.functionId);
                }
            }
        }
        relieved.forEach(demand::roomFreed);
    }

    /** Leftovers that can be made as if they were new fill the warm pool; the others go. */
    private void adopt(List<Sandbox.Leftover> leftovers) {
        int adopted = 0;
        for (Sandbox.Leftover leftover : leftovers) {
            adopted += adopt(leftover) ? 1 : 0;
        }
        if (!leftovers.isEmpty()) {
            LOG.info("{} of {} containers of an earlier run are used again", adopted, leftovers.size());
        }
    }

    private boolean adopt(Sandbox.Leftover leftover) {
        boolean mine = false;
        try {
            synchronized (lock) {
                mine = !closed && warm.wants(leftover.shape());
            }
            mine = mine && life.adopt(leftover.instance());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            life.discard(leftover.instance());
            return false;
        }
        ContainerId id = leftover.instance().id();
        synchronized (lock) {
            warm.add(
                    new WarmPool.Generic(id, leftover.shape(), CompletableFuture.completedFuture(leftover.instance())));
        }
        demand.capacityFreed();
        return true;
    }

    /** Starts what the warm pool lacks, one after the other, and only while no function waits for a start. */
    private void refill() {
        WarmPool.Generic next;
        synchronized (lock) {
            Optional<Shape> missing =
                    warm.missing(time.nanoTime()).filter(shape -> !closed && creating == 0 && fits(shape));
            if (missing.isEmpty()) {
                return;
            }
            next = new WarmPool.Generic(nextId(), missing.get(), new CompletableFuture<>());
            warm.add(next);
        }
        Thread.startVirtualThread(() -> {
            bringUp(next);
            refill();
        });
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
            Sandbox.Instance instance = life.start(generic.id, generic.shape);
            boolean wanted;
            synchronized (lock) {
                wanted = generic.taken() || !closed;
                generic.instance.complete(instance);
            }
            if (!wanted) {
                life.remove(instance);
            }
        } catch (StartFailedException e) {
            LOG.warn("a container for the warm pool did not start: {}", e.getMessage());
            lost(generic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(generic, e);
        } catch (RuntimeException e) {
            LOG.error("a container for the warm pool did not start, for a reason that was not foreseen", e);
            lost(generic, e);
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
                    demand.capacityFreed();
                },
                Thread::startVirtualThread);
    }

    @GuardedBy("lock")
    private ContainerId nextId() {
        lastId++;
        return new ContainerId(worker + "-" + Long.toString(lastId, Character.MAX_RADIX));
    }

    /** Whether there is a place for one more container, beside those there are. */
    @GuardedBy("lock")
    private boolean fits(Shape shape) {
        List<WarmPool.Generic> generics = warm.all();
        long memory = roster.memoryBytes()
                + generics.stream()
                        .mapToLong(generic -> generic.shape.memoryBytes())
                        .sum();
        return roster.size() + generics.size() < limits.maxContainers()
                && memory + shape.memoryBytes() <= limits.maxMemoryBytes();
    }

    /** Finds a container for a function: a generic one, a new one, or another function's that has nothing to do. */
    @GuardedBy("lock")
    private Optional<Container> create(FunctionDefinition function, int concurrency, boolean apart) {
        Shape shape = Shape.of(function);
        Optional<WarmPool.Generic> generic = warm.take(shape, time.nanoTime());
        if (generic.isPresent()) {
            counts.warmTaken();
            Container container = new Container(generic.get().id, function, apart, time);
            begin(container, concurrency, () -> taken(generic.get()));
            refillSoon();
            return Optional.of(container);
        }
        if (creating >= limits.concurrentStarts()) {
            return Optional.empty();
        }
        ContainerId id = nextId();
        Optional<Source> source = place(id, shape, function);
        return source.map(from -> {
            Container container = new Container(id, function, apart, time);
            begin(container, concurrency, from);
            return container;
        });
    }

    /** Where a container without a function comes from. Waits. */
    private interface Source {
        Sandbox.Instance get() throws StartFailedException, InterruptedException;
    }

    @GuardedBy("lock")
    private Optional<Source> place(ContainerId id, Shape shape, FunctionDefinition function) {
        if (fits(shape)) {
            return Optional.of(() -> life.start(id, shape));
        }
        Optional<WarmPool.Generic> unused = warm.evict();
        if (unused.isPresent()) {
            var _ = discard(unused.get());
            return Optional.of(() -> life.start(id, shape));
        }
        FunctionId functionId = new FunctionId(function.name().value(), function.version());
        Optional<Container> used = roster.idleOfShape(shape, functionId);
        if (used.isPresent() && function.repurpose()) {
            return Optional.of(wiped(used.get(), id, shape));
        }
        boolean evicted = evictFor(shape, functionId);
        return evicted ? Optional.of(() -> life.start(id, shape)) : Optional.empty();
    }

    /** Takes idle containers of other functions out of service until there is a place; all stay when that is not enough. */
    @GuardedBy("lock")
    private boolean evictFor(Shape shape, FunctionId function) {
        List<Container> victims = roster.victimsFor(function);
        long memory = roster.memoryBytes();
        int size = roster.size();
        List<Container> chosen = new ArrayList<>();
        for (Container victim : victims) {
            if (size < limits.maxContainers() && memory + shape.memoryBytes() <= limits.maxMemoryBytes()) {
                break;
            }
            chosen.add(victim);
            size--;
            memory -= victim.function.memoryBytes();
        }
        boolean enough = size < limits.maxContainers() && memory + shape.memoryBytes() <= limits.maxMemoryBytes();
        if (enough) {
            chosen.forEach(this::retire);
        }
        return enough;
    }

    /** Takes an idle container of another function out of service, to be wiped for a new one. */
    @GuardedBy("lock")
    private Source wiped(Container used, ContainerId id, Shape shape) {
        Sandbox.Instance instance = Objects.requireNonNull(used.instance(), "an idle container has an instance");
        roster.stop(used);
        roster.removed(used);
        counts.expired();
        return () -> {
            boolean clean = life.wipe(instance);
            used.gone.complete(null);
            if (clean) {
                counts.repurposed();
                return instance.as(id);
            }
            return life.start(id, shape);
        };
    }

    private static Sandbox.Instance taken(WarmPool.Generic generic) throws StartFailedException, InterruptedException {
        try {
            return generic.instance.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartFailedException failed) {
                throw failed;
            }
            throw ContainerStart.failed(String.valueOf(e.getCause()));
        }
    }

    @GuardedBy("lock")
    private void begin(Container container, int concurrency, Source source) {
        roster.add(container);
        creating++;
        Thread.startVirtualThread(() -> bringUp(container, concurrency, source));
    }

    private void bringUp(Container container, int concurrency, Source source) {
        try {
            Sandbox.Instance instance = source.get();
            life.load(instance, container.function, concurrency);
            ready(container, instance);
        } catch (StartFailedException e) {
            LOG.warn("{} did not start: {}", container, e.getMessage());
            startFailed(container, e.detail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            startFailed(container, new ErrorDetail(PlatformErrors.START_FAILED, "interrupted", null));
        } catch (RuntimeException e) {
            LOG.error("{} did not start, for a reason that was not foreseen", container, e);
            startFailed(container, new ErrorDetail(PlatformErrors.START_FAILED, e.toString(), null));
        }
    }

    private void ready(Container container, Sandbox.Instance instance) {
        boolean wanted;
        long tookNanos;
        synchronized (lock) {
            creating--;
            wanted = container.state() == Container.State.STARTING;
            if (wanted) {
                counts.started();
                container.ready(instance, time).forEach(batch -> run(container, instance, batch, Duration.ZERO));
            }
            tookNanos = container.coldStart().tookNanos();
        }
        if (wanted) {
            demand.started(container.functionId, Duration.ofNanos(tookNanos));
            demand.roomFreed(container.functionId);
            demand.capacityFreed();
        } else {
            discard(container, instance);
        }
    }

    private void startFailed(Container container, ErrorDetail why) {
        List<PendingInvocation> held;
        Duration pause;
        synchronized (lock) {
            creating--;
            counts.startFailed();
            held = container.releaseAll();
            roster.stop(container);
            roster.removed(container);
            pause = breaker.startFailed(container.functionId, time.nanoTime());
            lock.notifyAll();
        }
        container.gone.complete(null);
        held.forEach(invocation -> invocation.fail(why));
        demand.roomFreed(container.functionId);
        demand.capacityFreed();
        wakeAfter(container.functionId, pause);
    }

    /** What waits for a function that was held back is planned again afterwards. */
    private void wakeAfter(FunctionId function, Duration pause) {
        if (timers.isShutdown()) {
            return;
        }
        var _ = timers.schedule(
                () -> {
                    synchronized (lock) {
                        place();
                    }
                    demand.roomFreed(function);
                    demand.capacityFreed();
                },
                pause.toMillis() + 1,
                TimeUnit.MILLISECONDS);
    }

    @GuardedBy("lock")
    private void entrust(Container container, Batch<PendingInvocation> batch) {
        counts.sent(batch.invocations().size());
        long unusedNanos = container.idle() ? container.idleNanos(time) : 0;
        container.hold(batch);
        Sandbox.Instance instance = container.instance();
        if (instance == null) {
            container.await(batch);
        } else {
            run(container, instance, batch, Duration.ofNanos(unusedNanos));
        }
    }

    @GuardedBy("lock")
    private void run(Container container, Sandbox.Instance instance, Batch<PendingInvocation> batch, Duration unused) {
        Thread.startVirtualThread(new BatchDelivery(
                container, instance.proxy(), batch, unused, container.coldStart(), proxies, outcome, time));
    }

    /** Finds containers for those that lost theirs, as far as there are any. */
    @GuardedBy("lock")
    private void place() {
        for (Iterator<Displaced> waiting = displaced.iterator(); waiting.hasNext(); ) {
            Displaced next = waiting.next();
            if (next.ended()) {
                waiting.remove();
                continue;
            }
            if (closed || breaker.isOpen(next.function(), time.nanoTime())) {
                continue;
            }
            Optional<Container> container = next.apart() ? placeApart(next) : placeShared(next);
            if (container.isPresent()) {
                waiting.remove();
                entrust(container.get(), next.batch());
            }
        }
    }

    @GuardedBy("lock")
    private Optional<Container> placeApart(Displaced suspects) {
        if (roster.isolated() >= limits.isolatedReruns()) {
            return Optional.empty();
        }
        Optional<Container> idle = roster.idleOf(suspects.function());
        idle.ifPresent(Container::isolate);
        return idle.isPresent() ? idle : createAgain(suspects, true);
    }

    @GuardedBy("lock")
    private Optional<Container> placeShared(Displaced moved) {
        Optional<Container> other = roster.leastLoaded(moved.function());
        return other.isPresent() ? other : createAgain(moved, false);
    }

    @GuardedBy("lock")
    private Optional<Container> createAgain(Displaced lost, boolean apart) {
        FunctionDefinition function = lost.invocations().getFirst().request().function();
        return create(function, function.concurrency(), apart);
    }

    /** Takes an idle container out of service and removes it. */
    @GuardedBy("lock")
    private void retire(Container container) {
        if (roster.stop(container)) {
            counts.expired();
            Sandbox.Instance instance = container.instance();
            if (instance != null) {
                Thread.startVirtualThread(() -> discard(container, instance));
            }
        }
    }

    private void discard(Container container, Sandbox.Instance instance) {
        life.remove(instance);
        synchronized (lock) {
            roster.removed(container);
            place();
        }
        container.gone.complete(null);
        demand.roomFreed(container.functionId);
        demand.capacityFreed();
    }

    /** Takes a broken container out of service; nothing happens when it was out. */
    private void bury(Container container, String why) {
        List<ProxyClient.Answer> answers;
        Sandbox.Instance instance;
        int inFlight;
        Duration pause;
        synchronized (lock) {
            instance = container.instance();
            if (instance == null || !roster.stop(container)) {
                return;
            }
            counts.died();
            inFlight = container.load();
            pause = inFlight == 0 ? Duration.ZERO : breaker.died(container.functionId, time.nanoTime());
            container.releaseAll();
            answers = container.openAnswers();
        }
        LOG.warn("{} is removed: {}", container, why);
        Thread.startVirtualThread(() -> {
            String cause = life.causeOfDeath(instance);
            learn(container, cause, inFlight);
            container.causeOfDeath.complete(cause);
            discard(container, instance);
        });
        answers.forEach(ProxyClient.Answer::abort);
        wakeAfter(container.functionId, pause);
    }

    private void learn(Container container, String cause, int inFlight) {
        if (!cause.contains(Sandbox.OUT_OF_MEMORY)) {
            return;
        }
        synchronized (lock) {
            if (inFlight > 1) {
                room.killed(container.functionId, inFlight);
            } else {
                room.culpritFound(container.functionId);
            }
        }
    }

    /** Moves on what a broken container leaves unfinished. */
    private void moveOn(Container container, List<PendingInvocation> unfinished, boolean reached) {
        Recovery recovery = Recovery.of(container, unfinished, reached);
        displace(recovery);
        if (!recovery.failed().isEmpty()) {
            ErrorDetail verdict = verdict(container);
            recovery.failed().forEach(invocation -> invocation.fail(verdict));
        }
    }

    private void displace(Recovery recovery) {
        boolean refused;
        synchronized (lock) {
            refused = closed;
            if (!refused) {
                counts.reruns(recovery.reruns());
                displaced.addAll(recovery.again());
                place();
            }
        }
        if (refused) {
            recovery.again().forEach(lost -> lost.invocations().forEach(ContainerPool::stopped));
        }
    }

    private static ErrorDetail verdict(Container container) {
        String cause = container
                .causeOfDeath
                .completeOnTimeout("unknown cause", CAUSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        String type = cause.contains(Sandbox.OUT_OF_MEMORY) ? ErrorDetail.OUT_OF_MEMORY : ErrorDetail.CRASHED;
        return new ErrorDetail(type, "the container died while it ran this invocation: " + cause, null);
    }

    private static void stopped(PendingInvocation invocation) {
        invocation.fail(new ErrorDetail(
                PlatformErrors.WORKER_STOPPED, "the worker was stopped before the invocation ended", null));
    }

    /** Takes no more, gives what runs the shutdown grace to end, fails the rest and removes every container. */
    @Override
    public void close() {
        rounds.forEach(round -> round.cancel(false));
        List<PendingInvocation> left = new ArrayList<>();
        Collection<Container> all;
        List<WarmPool.Generic> generics;
        synchronized (lock) {
            if (closed) {
                return;
            }
            awaitQuiet();
            closed = true;
            displaced.forEach(lost -> left.addAll(lost.invocations()));
            displaced.clear();
            for (Container container : roster.live()) {
                left.addAll(container.releaseAll());
                retire(container);
            }
            all = roster.all();
            generics = warm.drain();
        }
        left.forEach(ContainerPool::stopped);
        List<CompletableFuture<Void>> gone =
                new ArrayList<>(all.stream().map(container -> container.gone).toList());
        generics.stream().filter(WarmPool.Generic::ready).map(this::discard).forEach(gone::add);
        life.awaitAll(gone, limits.startTimeout());
        proxies.close();
        sandbox.close();
    }

    @GuardedBy("lock")
    private void awaitQuiet() {
        long deadline = System.nanoTime() + limits.shutdownGrace().toNanos();
        long left = limits.shutdownGrace().toMillis();
        try {
            while (left > 0 && (roster.busy() || !displaced.isEmpty())) {
                lock.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What deliveries report, and what is asked of invocations that were sent. */
    private final class DeliveryOutcome implements BatchDelivery.Outcome {

        @Override
        public void opened(Container container, ProxyClient.Answer answer) {
            boolean tooLate;
            synchronized (lock) {
                container.opened(answer);
                tooLate = container.state() == Container.State.STOPPING;
            }
            if (tooLate) {
                answer.abort();
            }
        }

        @Override
        public void closed(Container container, ProxyClient.Answer answer) {
            synchronized (lock) {
                container.closed(answer);
            }
        }

        @Override
        public void released(Container container, PendingInvocation invocation) {
            boolean nowIdle;
            synchronized (lock) {
                nowIdle = release(container, invocation);
            }
            tell(container, nowIdle);
        }

        @Override
        public void answered(Container container, PendingInvocation invocation, InvocationResult result) {
            boolean nowIdle;
            synchronized (lock) {
                breaker.succeeded(container.functionId);
                room.endedWell(container.functionId);
                nowIdle = release(container, invocation);
            }
            demand.answered(container.functionId, result);
            tell(container, nowIdle);
        }

        @GuardedBy("lock")
        private boolean release(Container container, PendingInvocation invocation) {
            container.release(invocation, time);
            if (!displaced.isEmpty()) {
                place();
            }
            lock.notifyAll();
            return container.idle();
        }

        private void tell(Container container, boolean nowIdle) {
            demand.roomFreed(container.functionId);
            if (nowIdle) {
                demand.capacityFreed();
            }
        }

        @Override
        public void broken(Container container, List<PendingInvocation> unfinished, boolean reached, String why) {
            bury(container, why);
            moveOn(container, unfinished, reached);
        }

        @Override
        public void cancel(PendingInvocation invocation) {
            Sandbox.Instance instance = instanceOf(invocation);
            if (instance != null) {
                proxies.cancel(instance.proxy(), invocation.id());
            }
        }

        @Override
        public void overdue(PendingInvocation invocation) {
            Container container = containerOf(invocation);
            if (container != null) {
                bury(container, invocation + " is long past its deadline");
            }
        }

        private Sandbox.@Nullable Instance instanceOf(PendingInvocation invocation) {
            Container container = containerOf(invocation);
            synchronized (lock) {
                return container == null ? null : container.instance();
            }
        }

        private @Nullable Container containerOf(PendingInvocation invocation) {
            Optional<ContainerId> id = invocation.delivery().map(sent -> new ContainerId(sent.containerId()));
            synchronized (lock) {
                return id.isPresent() ? roster.find(id.get()) : null;
            }
        }
    }

    /** What is told before anybody listens. */
    private static final class NoDemand implements Demand {

        @Override
        public void roomFreed(FunctionId function) {
            LOG.trace("Nobody waits for {}", function);
        }

        @Override
        public void capacityFreed() {
            LOG.trace("Nobody waits for a container");
        }

        @Override
        public void started(FunctionId function, Duration took) {
            LOG.trace("Nobody asks how long {} took", function);
        }

        @Override
        public void answered(FunctionId function, InvocationResult result) {
            LOG.trace("Nobody asks how {} went", function);
        }
    }
}
