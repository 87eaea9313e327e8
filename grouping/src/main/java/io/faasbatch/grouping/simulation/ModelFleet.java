package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.ContainerView;
import io.faasbatch.grouping.Fleet;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.keepalive.IdleContainer;
import io.faasbatch.grouping.keepalive.KeepAlive;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The containers of the modelled worker. Single-threaded, as the whole simulation. */
final class ModelFleet implements Fleet<Job> {

    /** What the fleet tells. */
    interface Listener {

        void ended(Job job);

        void roomFreed(FunctionId function);

        void capacityFreed();
    }

    private final Worker worker;
    private final int concurrency;
    private final KeepAlive keepAlive;
    private final Cores cores;
    private final Timers timers;
    private final Listener listener;
    private final Consumer<List<Job>> abandoned;
    private final Map<ContainerId, Container> containers = new LinkedHashMap<>();
    private int generics;
    private int started;
    private int idleContainers;
    private long invocations;
    private long now;

    ModelFleet(
            Worker worker,
            int concurrency,
            KeepAlive keepAlive,
            Cores cores,
            Timers timers,
            Listener listener,
            Consumer<List<Job>> abandoned) {
        this.worker = worker;
        this.concurrency = concurrency;
        this.keepAlive = keepAlive;
        this.cores = cores;
        this.timers = timers;
        this.listener = listener;
        this.abandoned = abandoned;
        this.generics = worker.generics();
    }

    void now(long time) {
        now = time;
    }

    int started() {
        return started;
    }

    int live() {
        return containers.size();
    }

    long bytes() {
        return (containers.size() + (long) generics) * worker.containerBytes() + invocations * worker.invocationBytes();
    }

    long idleBytes() {
        return (idleContainers + (long) generics) * worker.containerBytes();
    }

    @Override
    public List<ContainerView> containers(FunctionId function) {
        return containers.values().stream()
                .filter(container -> container.function.equals(function))
                .map(container -> container.view(worker))
                .toList();
    }

    @Override
    public Optional<ContainerId> start(FunctionId function, Job example, int concurrency) {
        while (!hasPlace()) {
            if (!evictOne()) {
                return Optional.empty();
            }
        }
        return Optional.of(begin(function).id);
    }

    @Override
    public boolean heldBack(FunctionId function) {
        return false;
    }

    private boolean hasPlace() {
        return containers.size() < worker.maxContainers() && bytes() + worker.containerBytes() <= worker.memoryBytes();
    }

    private boolean evictOne() {
        List<IdleContainer> idle = containers.values().stream()
                .filter(Container::idle)
                .map(this::asIdle)
                .toList();
        if (idle.isEmpty()) {
            return false;
        }
        IdleContainer victim = keepAlive.victims(idle).getFirst();
        keepAlive.evicted(victim);
        drop(Objects.requireNonNull(containers.get(victim.id())));
        return true;
    }

    private Container begin(FunctionId function) {
        Container container = new Container(new ContainerId("c" + started), function, now);
        started++;
        containers.put(container.id, container);
        if (generics > 0) {
            generics--;
            compute(function, container, worker.loadCpu(), () -> ready(container));
            refill();
        } else {
            startUp(container, () -> ready(container));
        }
        return container;
    }

    private void refill() {
        startUp(new Object(), () -> generics++);
    }

    /** A start is nobody's: it competes with the functions. */
    private void startUp(Object container, Runnable then) {
        timers.at(now + worker.startDelay().toNanos(), () -> compute(container, container, worker.startCpu(), then));
    }

    private void compute(Object function, Object container, Duration work, Runnable then) {
        cores.add(new Task(function, container, work.toNanos(), then));
    }

    private void ready(Container container) {
        container.ready = true;
        container.readyAt = now;
        keepAlive.started(container.id, container.function);
        container.waiting.forEach(job -> job.readyAt = now);
        if (container.inFlight() == 0) {
            fallIdle(container);
        }
        runMore(container);
        listener.roomFreed(container.function);
    }

    @Override
    public boolean send(ContainerId id, Batch<Job> batch) {
        Container container = containers.get(id);
        if (container == null) {
            return false;
        }
        if (container.idle()) {
            idleContainers--;
        }
        for (Job job : batch.invocations()) {
            job.sentAt = now;
            job.readyAt = now;
            job.container = container;
            container.waiting.add(job);
        }
        invocations += batch.invocations().size();
        runMore(container);
        return true;
    }

    @Override
    public void abandon(List<Job> jobs) {
        abandoned.accept(jobs);
    }

    private void runMore(Container container) {
        while (container.ready && container.running < concurrency && !container.waiting.isEmpty()) {
            Job job = container.waiting.remove();
            container.running++;
            job.ranAt = now;
            cores.add(new Task(
                    container.function, container, job.arrival.cpu().toNanos(), () -> computed(container, job)));
        }
    }

    private void computed(Container container, Job job) {
        if (job.arrival.io().isZero()) {
            end(container, job);
        } else {
            timers.at(now + job.arrival.io().toNanos(), () -> end(container, job));
        }
    }

    private void end(Container container, Job job) {
        job.endedAt = now;
        container.running--;
        invocations--;
        runMore(container);
        listener.ended(job);
        boolean idle = container.idle();
        if (idle) {
            fallIdle(container);
        }
        listener.roomFreed(container.function);
        if (idle) {
            listener.capacityFreed();
        }
    }

    private void fallIdle(Container container) {
        idleContainers++;
        container.idleSince = now;
        keepAlive.idle(asIdle(container));
        lookAgain(container);
    }

    private IdleContainer asIdle(Container container) {
        Duration cost = Duration.ofNanos(container.readyAt - container.beganAt);
        return new IdleContainer(container.id, container.function, container.idleSince, worker.containerBytes(), cost);
    }

    private void lookAgain(Container container) {
        long expiry = keepAlive.expiry(asIdle(container));
        long idleSince = container.idleSince;
        if (expiry != KeepAlive.NEVER) {
            timers.at(Math.max(expiry, now), () -> {
                if (!container.gone && container.idle() && container.idleSince == idleSince) {
                    expire(container);
                }
            });
        }
    }

    private void expire(Container container) {
        if (keepAlive.expiry(asIdle(container)) > now) {
            lookAgain(container);
            return;
        }
        keepAlive.removed(container.id, container.function);
        drop(container);
        OptionalLong ahead = keepAlive.prewarm(container.function);
        if (ahead.isPresent()) {
            timers.at(Math.max(now, ahead.getAsLong()), () -> startAhead(container.function));
        }
        listener.capacityFreed();
    }

    private void startAhead(FunctionId function) {
        OptionalLong ahead = keepAlive.prewarm(function);
        boolean due = ahead.isPresent() && ahead.getAsLong() <= now;
        if (due && containers(function).isEmpty() && hasPlace()) {
            begin(function);
        }
    }

    private void drop(Container container) {
        containers.remove(container.id);
        container.gone = true;
        idleContainers--;
    }
}
