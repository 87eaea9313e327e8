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
import io.faasbatch.protocol.StoreAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * <p>INVARIANT: a container in service is in the roster; an invocation of the pool is held by one container of the roster, is being moved by
 * the delivery that lost its container, or waits among the displaced. From each of these it is completed or moved on.
 */
public final class ContainerPool implements Fleet<PendingInvocation>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerPool.class);

    /** Error type: the container was killed because it used more memory than it may. */
    static final String OUT_OF_MEMORY = "OutOfMemory";

    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(5);
    private static final Duration CAUSE_TIMEOUT = Duration.ofSeconds(10);
    /** How often an invocation is handed on because its container turned out to be gone. */
    private static final int MAX_MOVES = 3;

    private final String worker;
    private final Sandbox sandbox;
    private final PoolLimits limits;
    private final ProxyClient proxies;
    private final ContainerLife life;
    private final ScheduledExecutorService timers;
    private final TimeSource time;
    private final PoolCounts counts = new PoolCounts();
    private final BatchDelivery.Outcome outcome = new DeliveryOutcome();
    private final ScheduledFuture<?> sweeps;
    private volatile Demand demand = new NoDemand();

    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Roster roster = new Roster();

    @GuardedBy("lock")
    private final Deque<Displaced> displaced = new ArrayDeque<>();

    /** Until when, in nanos, a function whose container did not start is not given another. */
    @GuardedBy("lock")
    private final Map<FunctionId, Long> heldBack = new HashMap<>();

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
        this.sweeps = timers.scheduleWithFixedDelay(
                this::sweep, SWEEP_INTERVAL.toMillis(), SWEEP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Says who waits for containers; called once, before the first invocation. */
    public void serve(Demand waiting) {
        demand = waiting;
    }

    @Override
    public List<ContainerView> containers(FunctionId function) {
        synchronized (lock) {
            return roster.shared(function).stream().map(Container::view).toList();
        }
    }

    @Override
    public Optional<ContainerId> start(FunctionId function, PendingInvocation example) {
        synchronized (lock) {
            if (closed || isHeldBack(function)) {
                return Optional.empty();
            }
            return create(example.request().function(), false).map(container -> container.id);
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

    /** What runs here, with the memory it uses. Waits for the Engine. */
    public List<ContainerInfo> containers() {
        List<Sandbox.Instance> instances = new ArrayList<>();
        synchronized (lock) {
            for (Container container : roster.all()) {
                Sandbox.Instance instance = container.instance();
                // What is being removed has no memory to tell, and asking the Engine for it would keep the removals
                // waiting.
                if (instance != null && container.state() != Container.State.STOPPING) {
                    instances.add(instance);
                }
            }
        }
        Map<String, Long> memory = sandbox.memoryBytes(instances);
        synchronized (lock) {
            return roster.all().stream()
                    .map(container -> container.info(worker, memory))
                    .toList();
        }
    }

    public PoolCounters counters() {
        return counts.read();
    }

    /** Removes every container that has nothing to do; returns how many. */
    public int clear() {
        return expire(Duration.ZERO, Duration.ZERO);
    }

    /** Removes containers that were idle for too long, and places what waits for a place. */
    void sweep() {
        expire(limits.idleLifetime(), PoolLimits.SUPERSEDED_LIFETIME);
        synchronized (lock) {
            place();
        }
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

    @GuardedBy("lock")
    private boolean isHeldBack(FunctionId function) {
        Long until = heldBack.get(function);
        return until != null && until - time.nanoTime() > 0;
    }

    @GuardedBy("lock")
    private Optional<Container> create(FunctionDefinition function, boolean apart) {
        if (roster.size() >= limits.maxContainers() && !evictFor(function)) {
            return Optional.empty();
        }
        lastId++;
        ContainerId id = new ContainerId(worker + "-" + Long.toString(lastId, Character.MAX_RADIX));
        Container container = new Container(id, function, apart, time);
        roster.add(container);
        Thread.startVirtualThread(() -> bringUp(container));
        return Optional.of(container);
    }

    @GuardedBy("lock")
    private boolean evictFor(FunctionDefinition function) {
        FunctionId id = new FunctionId(function.name().value(), function.version());
        Optional<Container> victim = roster.victimFor(id);
        if (victim.isPresent()) {
            retire(victim.get());
        }
        return victim.isPresent();
    }

    private void bringUp(Container container) {
        try {
            Sandbox.Instance instance = life.start(container);
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
        synchronized (lock) {
            wanted = container.state() == Container.State.STARTING;
            if (wanted) {
                counts.started();
                heldBack.remove(container.functionId);
                for (Container.Waiting waiting : container.ready(instance, time)) {
                    deliver(container, instance, waiting.batch(), time.nanoTime() - waiting.sinceNanos());
                }
            }
        }
        if (wanted) {
            demand.roomFreed(container.functionId);
        } else {
            discard(container, instance);
        }
    }

    private void startFailed(Container container, ErrorDetail why) {
        List<PendingInvocation> held;
        synchronized (lock) {
            counts.startFailed();
            held = container.releaseAll();
            roster.stop(container);
            roster.removed(container);
            heldBack.put(
                    container.functionId,
                    time.nanoTime() + limits.startHoldBack().toNanos());
            lock.notifyAll();
        }
        container.gone.complete(null);
        held.forEach(invocation -> invocation.fail(why));
        demand.roomFreed(container.functionId);
        wakeAfterHoldBack(container.functionId);
    }

    private void wakeAfterHoldBack(FunctionId function) {
        if (!timers.isShutdown()) {
            var _ = timers.schedule(
                    () -> {
                        demand.roomFreed(function);
                        demand.capacityFreed();
                    },
                    limits.startHoldBack().toMillis() + 1,
                    TimeUnit.MILLISECONDS);
        }
    }

    @GuardedBy("lock")
    private void entrust(Container container, Batch<PendingInvocation> batch) {
        counts.sent(batch.invocations().size());
        long unusedNanos = container.idle() ? container.idleNanos(time) : 0;
        container.hold(batch);
        Sandbox.Instance instance = container.instance();
        if (instance == null) {
            container.await(batch, time);
        } else {
            run(container, instance, batch, Duration.ofNanos(unusedNanos), Duration.ZERO);
        }
    }

    private void deliver(
            Container container, Sandbox.Instance instance, Batch<PendingInvocation> batch, long coldStartNanos) {
        run(container, instance, batch, Duration.ZERO, Duration.ofNanos(Math.max(1, coldStartNanos)));
    }

    private void run(
            Container container,
            Sandbox.Instance instance,
            Batch<PendingInvocation> batch,
            Duration unused,
            Duration coldStart) {
        Thread.startVirtualThread(
                new BatchDelivery(container, instance.proxy(), batch, unused, coldStart, proxies, outcome, time));
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
            Optional<Container> container = next.apart() ? placeApart(next) : placeShared(next);
            if (container.isPresent()) {
                waiting.remove();
                entrust(container.get(), next.batch());
            }
        }
    }

    @GuardedBy("lock")
    private Optional<Container> placeApart(Displaced suspect) {
        if (roster.isolated() >= limits.isolatedReruns()) {
            return Optional.empty();
        }
        Optional<Container> idle = roster.idleOf(suspect.function());
        idle.ifPresent(Container::isolate);
        return idle.isPresent() ? idle : create(definition(suspect), true);
    }

    @GuardedBy("lock")
    private Optional<Container> placeShared(Displaced moved) {
        Optional<Container> other = roster.leastLoaded(moved.function());
        return other.isPresent() ? other : create(definition(moved), false);
    }

    private static FunctionDefinition definition(Displaced displaced) {
        return displaced.invocations().getFirst().request().function();
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
        life.remove(container, instance);
        synchronized (lock) {
            roster.removed(container);
            if (!closed) {
                place();
            }
        }
        container.gone.complete(null);
        demand.roomFreed(container.functionId);
        demand.capacityFreed();
    }

    /** Takes a broken container out of service; nothing happens when it was out. */
    private void bury(Container container, String why) {
        List<ProxyClient.Answer> answers;
        Sandbox.Instance instance;
        synchronized (lock) {
            instance = container.instance();
            if (instance == null || !roster.stop(container)) {
                return;
            }
            counts.died();
            container.releaseAll();
            answers = container.openAnswers();
        }
        LOG.warn("{} is removed: {}", container, why);
        Thread.startVirtualThread(() -> {
            container.causeOfDeath.complete(life.causeOfDeath(instance));
            discard(container, instance);
        });
        answers.forEach(ProxyClient.Answer::abort);
    }

    /** Moves on what a broken container leaves unfinished. */
    private void moveOn(Container container, List<PendingInvocation> unfinished, boolean reached) {
        List<PendingInvocation> moved = new ArrayList<>();
        List<Displaced> next = new ArrayList<>();
        for (PendingInvocation invocation : unfinished) {
            if (invocation.ended()) {
                continue;
            }
            if (!reached && invocation.moved() <= MAX_MOVES) {
                moved.add(invocation);
            } else if (reached && invocation.crashed() == 1) {
                next.add(Displaced.apart(invocation));
            } else {
                invocation.fail(verdict(container));
            }
        }
        if (!moved.isEmpty()) {
            next.addFirst(new Displaced(container.functionId, moved, false));
        }
        displace(next);
    }

    private void displace(Collection<Displaced> next) {
        boolean refused;
        synchronized (lock) {
            refused = closed;
            if (!refused) {
                next.stream().filter(Displaced::apart).forEach(suspect -> counts.rerun());
                displaced.addAll(next);
                place();
            }
        }
        if (refused) {
            next.forEach(lost -> lost.invocations().forEach(ContainerPool::stopped));
        }
    }

    private static ErrorDetail verdict(Container container) {
        String cause = container
                .causeOfDeath
                .completeOnTimeout("unknown cause", CAUSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        String type = cause.contains(Sandbox.OUT_OF_MEMORY) ? OUT_OF_MEMORY : ErrorDetail.CRASHED;
        return new ErrorDetail(type, "the container died while it ran this invocation: " + cause, null);
    }

    private static void stopped(PendingInvocation invocation) {
        invocation.fail(new ErrorDetail(
                PlatformErrors.WORKER_STOPPED, "the worker was stopped before the invocation ended", null));
    }

    /** Takes no more, gives what runs the shutdown grace to end, fails the rest and removes every container. */
    @Override
    public void close() {
        sweeps.cancel(false);
        List<PendingInvocation> left = new ArrayList<>();
        Collection<Container> all;
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
        }
        left.forEach(ContainerPool::stopped);
        life.awaitAll(all, limits.startTimeout());
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
                container.release(invocation, time);
                nowIdle = container.idle();
                if (!displaced.isEmpty() && !closed) {
                    place();
                }
                lock.notifyAll();
            }
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
            Optional<ContainerId> id = invocation
                    .delivery()
                    .map(sent -> new ContainerId(sent.container().id()));
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
    }
}
