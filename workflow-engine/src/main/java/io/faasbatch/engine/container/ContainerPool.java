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
import io.faasbatch.grouping.keepalive.KeepAlive;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.StoreAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The containers of this worker and the invocations that were handed to them.
 *
 * <p>Every state is guarded by one lock, under which nothing waits: no container, network, disk or other lock. Whatever waits
 * (starting, sending, removing) runs on a thread of its own and comes back to the lock with its outcome. The
 * demand, which has a lock of its own, is told after ours is released.
 *
 * <p>INVARIANT: a container in service is in the roster, one without a function in the warm pool; an invocation of the pool is held by one container of the
 * roster, is being moved by the delivery that lost its container, or waits among the displaced. From each of these it is completed or moved on.
 */
public final class ContainerPool implements Fleet<PendingInvocation>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerPool.class);

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);

    /** A container with work that has said nothing for this long is asked whether it lives. Proxies say something about every second. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final String worker;
    private final Sandbox sandbox;
    private final PoolLimits limits;
    private final ProxyClient proxies;
    private final ContainerLife life;
    private final ScheduledExecutorService timers;
    private final TimeSource time;
    private final DeliveryThreads deliveries = new DeliveryThreads();
    private final PoolCounts counts = new PoolCounts();
    private final BatchDelivery.Outcome outcome = new DeliveryOutcome();
    private final List<ScheduledFuture<?>> rounds;
    private volatile Demand demand = new NoDemand();
    private volatile Occupancy occupancy = Occupancy.of(List.of());

    private final Object lock = new Object();

    /** Used under the lock. */
    private final Roster roster = new Roster();

    /** Used under the lock. */
    private final Keeping keeping;

    /** Has methods that are called under the lock and others that are not. */
    private final Supply supply;

    @GuardedBy("lock")
    private final Casualties casualties;

    @GuardedBy("lock")
    private boolean closed;

    /**
     * @param worker the worker's id, for {@link #containers}
     * @param sandbox belongs to the pool from here on, and is closed with it
     * @param store where functions find intermediate data, asked at each start
     * @param keepAlive how long containers without work are kept; the pool's own from here on
     * @param timers for what is due later; stays with the caller, who stops it after the pool
     */
    public ContainerPool(
            String worker,
            Sandbox sandbox,
            FunctionCatalog catalog,
            Supplier<Optional<StoreAddress>> store,
            PoolLimits limits,
            KeepAlive keepAlive,
            ScheduledExecutorService timers,
            TimeSource time) {
        this.worker = worker;
        this.sandbox = sandbox;
        this.limits = limits;
        this.proxies = new ProxyClient(limits.maxResultBytes(), time);
        this.life = new ContainerLife(
                sandbox, new ContainerStart(sandbox, proxies, catalog, store, limits), limits.maxContainers());
        this.timers = timers;
        this.time = time;
        this.keeping = new Keeping(keepAlive);
        Optional<CpuControl> cpu = sandbox.cpuControl().filter(CpuControl::isImmediate);
        this.supply = new Supply(
                lock, worker, roster, keeping, limits, life, cpu, counts, timers, time, new SupplyListener());
        this.casualties = new Casualties(roster, supply, limits, counts, time, this::entrust);
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
            supply.adopt(leftovers);
            supply.refill();
        });
    }

    /** Says who is told which containers have work; called before the first invocation. */
    public void watch(Occupancy listener) {
        occupancy = listener;
    }

    @Override
    public List<ContainerView> containers(FunctionId function) {
        synchronized (lock) {
            List<ContainerView> views = new ArrayList<>();
            for (Container container : roster.shared(function)) {
                views.add(container.view(casualties.room(container)));
            }
            return views;
        }
    }

    @Override
    public Optional<ContainerId> start(FunctionId function, PendingInvocation example, int concurrency) {
        synchronized (lock) {
            if (closed || casualties.heldBack(function)) {
                return Optional.empty();
            }
            return supply.create(example.request().function(), concurrency, false)
                    .map(container -> container.id);
        }
    }

    @Override
    public boolean heldBack(FunctionId function) {
        synchronized (lock) {
            return casualties.heldBack(function);
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

    /** What runs here, also generic containers, with the memory they use. Waits for the Engine. */
    public List<ContainerInfo> containers() {
        List<Sandbox.Instance> instances = new ArrayList<>(instances(false));
        synchronized (lock) {
            supply.generics().forEach(generic -> instances.add(generic.instance.join()));
        }
        Map<String, Long> memory = sandbox.memoryBytes(instances);
        synchronized (lock) {
            List<ContainerInfo> all = new ArrayList<>();
            roster.all().forEach(container -> all.add(container.info(worker, memory)));
            supply.generics().forEach(generic -> all.add(generic.info(worker, memory)));
            return all;
        }
    }

    /** In service: what is being removed has no memory to tell, and asking the Engine for it would keep the removals waiting. */
    private List<Sandbox.Instance> instances(boolean busyOnly) {
        synchronized (lock) {
            return roster.live().stream()
                    .filter(container -> !busyOnly || container.load() > 0)
                    .map(Container::instance)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    public PoolCounters counters() {
        synchronized (lock) {
            return counts.read(supply.generics().size());
        }
    }

    /** Removes every container that has nothing to do; returns how many. */
    public int clear() {
        return expire(_ -> true);
    }

    /** Removes containers that were idle for too long, starts those that will be needed, and places what waits for a place. */
    void sweep() {
        long now = time.nanoTime();
        expire(container -> isOver(container, now));
        synchronized (lock) {
            for (FunctionDefinition function : keeping.dueAhead(roster, now)) {
                var _ = supply.create(function, function.concurrency(), false);
            }
            casualties.place();
        }
        supply.sweep();
        askSilent();
        proxies.closeIdle();
    }

    /** One that was frozen, or whose proxy hangs, would otherwise be found out when an invocation is long past its deadline. */
    private void askSilent() {
        List<Container> silent;
        synchronized (lock) {
            silent = roster.live().stream()
                    .filter(container -> container.isSilent(SILENCE, time))
                    .toList();
            silent.forEach(Container::asked);
        }
        silent.forEach(container -> Thread.startVirtualThread(() -> ask(container)));
    }

    private void ask(Container container) {
        Sandbox.Instance instance;
        synchronized (lock) {
            instance = container.instance();
        }
        if (instance != null && !life.answers(instance, container.functionId)) {
            bury(container, "it has said nothing for " + SILENCE.toSeconds() + " s and does not answer");
        }
        synchronized (lock) {
            container.hasAnswered();
        }
    }

    /** Under the lock. */
    private boolean isOver(Container idle, long now) {
        boolean unused = idle.idleNanos(time) >= PoolLimits.SUPERSEDED_LIFETIME.toNanos();
        return keeping.expired(idle, now) || (unused && roster.isSuperseded(idle));
    }

    private int expire(Predicate<Container> over) {
        synchronized (lock) {
            List<Container> expired = roster.idle().stream().filter(over).toList();
            expired.forEach(supply::retire);
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

    /** What waits for a function that was held back is planned again afterwards. */
    private void wakeAfter(FunctionId function, Duration pause) {
        if (timers.isShutdown()) {
            return;
        }
        var _ = timers.schedule(
                () -> {
                    synchronized (lock) {
                        casualties.place();
                    }
                    demand.roomFreed(function);
                    demand.capacityFreed();
                },
                pause.toMillis() + 1,
                TimeUnit.MILLISECONDS);
    }

    /** Under the lock. */
    private void entrust(Container container, Batch<PendingInvocation> batch) {
        counts.sent(batch.invocations().size());
        container.hold(batch);
        keeping.arrived(container, batch.invocations().size(), time.nanoTime());
        Sandbox.Instance instance = container.instance();
        if (instance == null) {
            container.await(batch);
        } else {
            run(container, instance, batch);
        }
    }

    /** Under the lock. */
    private void run(Container container, Sandbox.Instance instance, Batch<PendingInvocation> batch) {
        deliveries.execute(new BatchDelivery(
                container,
                instance.proxy(),
                () -> occupancy.begins(instance, container.function),
                batch,
                container.coldStart(),
                proxies,
                outcome,
                time));
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
            keeping.removed(container);
            counts.died();
            inFlight = container.load();
            pause = casualties.died(container.functionId, inFlight);
            container.releaseAll();
            answers = container.openAnswers();
        }
        LOG.warn("{} is removed: {}", container, why);
        Thread.startVirtualThread(() -> {
            String cause = life.causeOfDeath(instance);
            synchronized (lock) {
                casualties.learn(container.functionId, cause, inFlight);
            }
            container.causeOfDeath.complete(cause);
            supply.remove(container, instance);
        });
        answers.forEach(ProxyClient.Answer::abort);
        wakeAfter(container.functionId, pause);
    }

    /** Moves on what a broken container leaves unfinished. */
    private void moveOn(Container container, List<PendingInvocation> unfinished, boolean reached) {
        Recovery recovery = Recovery.of(container, unfinished, reached);
        displace(recovery);
        if (!recovery.failed().isEmpty()) {
            ErrorDetail verdict = Casualties.verdict(container);
            recovery.failed().forEach(invocation -> invocation.fail(verdict));
        }
    }

    private void displace(Recovery recovery) {
        boolean refused;
        synchronized (lock) {
            refused = closed;
            if (!refused) {
                casualties.add(recovery);
            }
        }
        if (refused) {
            recovery.again().forEach(lost -> lost.invocations().forEach(ContainerPool::stopped));
        }
    }

    private static void stopped(PendingInvocation invocation) {
        invocation.fail(new ErrorDetail(
                PlatformErrors.WORKER_STOPPED, "the worker was stopped before the invocation ended", null));
    }

    /** Takes no more, gives what runs the shutdown grace to end, fails the rest and removes every container. */
    @Override
    public void close() {
        rounds.forEach(round -> round.cancel(false));
        List<PendingInvocation> left;
        List<CompletableFuture<Void>> gone = new ArrayList<>();
        synchronized (lock) {
            if (closed) {
                return;
            }
            awaitQuiet();
            closed = true;
            left = casualties.drain();
            for (Container container : roster.live()) {
                left.addAll(container.releaseAll());
                supply.retire(container);
            }
            roster.all().forEach(container -> gone.add(container.gone));
            gone.addAll(supply.close());
        }
        left.forEach(ContainerPool::stopped);
        life.awaitAll(gone, limits.startTimeout());
        proxies.close();
        deliveries.close();
        sandbox.close();
    }

    @GuardedBy("lock")
    private void awaitQuiet() {
        long deadline = System.nanoTime() + limits.shutdownGrace().toNanos();
        long left = limits.shutdownGrace().toMillis();
        try {
            while (left > 0 && (roster.busy() || !casualties.isEmpty())) {
                lock.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What becomes of containers that were asked for. */
    private final class SupplyListener implements Supply.Listener {

        @Override
        public Occupancy.Stay prepares(Container container, Sandbox.Instance instance) {
            return occupancy.prepares(instance, container.function);
        }

        @Override
        public boolean up(Container container, Sandbox.Instance instance) {
            synchronized (lock) {
                if (container.state() != Container.State.STARTING) {
                    return false;
                }
                counts.started();
                keeping.up(container);
                container.ready(instance, time).forEach(batch -> run(container, instance, batch));
                if (container.idle()) {
                    keeping.idle(container);
                }
            }
            demand.roomFreed(container.functionId);
            demand.capacityFreed();
            return true;
        }

        @Override
        public void failed(Container container, ErrorDetail why) {
            List<PendingInvocation> held;
            Duration pause;
            synchronized (lock) {
                held = container.releaseAll();
                pause = casualties.startFailed(container.functionId);
                lock.notifyAll();
            }
            held.forEach(invocation -> invocation.fail(why));
            demand.roomFreed(container.functionId);
            demand.capacityFreed();
            wakeAfter(container.functionId, pause);
        }

        @Override
        public void removed(Container container) {
            placeFreed();
            demand.roomFreed(container.functionId);
        }

        @Override
        public void placeFreed() {
            synchronized (lock) {
                if (!closed) {
                    casualties.place();
                }
            }
            demand.capacityFreed();
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
                casualties.endedWell(container.functionId);
                nowIdle = release(container, invocation);
            }
            demand.answered(container.functionId, result);
            tell(container, nowIdle);
        }

        @GuardedBy("lock")
        private boolean release(Container container, PendingInvocation invocation) {
            container.release(invocation, time);
            if (!casualties.isEmpty()) {
                casualties.place();
            }
            lock.notifyAll();
            boolean nowIdle = container.idle();
            if (nowIdle) {
                keeping.idle(container);
            }
            return nowIdle;
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
        public void answered(FunctionId function, InvocationResult result) {
            LOG.trace("Nobody asks how {} went", function);
        }
    }
}
