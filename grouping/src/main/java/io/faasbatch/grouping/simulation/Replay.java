package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.DispatchPolicy;
import io.faasbatch.grouping.FunctionId;
import io.faasbatch.grouping.PendingLimitException;
import io.faasbatch.grouping.SteppedBatcher;
import io.faasbatch.grouping.keepalive.KeepAlive;
import io.faasbatch.grouping.keepalive.KeepAlives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** One run of the simulation: goes from one moment at which something happens to the next. Single-threaded. */
final class Replay implements ModelFleet.Listener {

    private final DispatchPolicy policy;
    private final Worker worker;
    private final KeepAlive keepAlive;
    private final Timers timers = new Timers();
    private final Cores cores;
    private final ModelFleet fleet;
    private final SteppedBatcher<Job> batcher;
    private final Meter meter = new Meter();
    private final List<Served> served = new ArrayList<>();
    private long stepAt = SteppedBatcher.NEVER;
    private int refused;
    private int lost;
    private long now;

    Replay(Setting setting) {
        this.worker = setting.worker();
        this.policy = setting.policy();
        this.keepAlive =
                KeepAlives.byName(setting.keepAlive(), setting.lifetime()).orElseThrow();
        boolean slices = setting.strategy().equals("sfs");
        this.cores = new Cores(worker.cores(), slices ? worker.slice().toNanos() : 0);
        this.fleet = new ModelFleet(
                worker, policy.containerConcurrency(), keepAlive, cores, timers, this, jobs -> lost += jobs.size());
        this.batcher = new SteppedBatcher<>(fleet, Integer.MAX_VALUE);
    }

    Outcome run(Workload workload) {
        Iterator<Arrival> arrivals = workload.arrivals().iterator();
        Job next = arrivals.hasNext() ? new Job(arrivals.next()) : null;
        int all = workload.arrivals().size();
        while (served.size() + refused + lost < all) {
            long arrivesAt = next == null ? Long.MAX_VALUE : next.arrivedAt;
            passUntil(Math.min(arrivesAt, Math.min(stepAt, Math.min(cores.next(), timers.next()))));
            while (next != null && next.arrivedAt <= now) {
                arrive(next);
                next = arrivals.hasNext() ? new Job(arrivals.next()) : null;
            }
            stepAt = batcher.step(now);
        }
        return outcome();
    }

    private void passUntil(long time) {
        if (time == Long.MAX_VALUE) {
            throw new IllegalStateException("nothing is going to happen, and invocations are waiting");
        }
        meter.pass(time, fleet.bytes(), fleet.idleBytes(), fleet.live());
        now = time;
        fleet.now(now);
        cores.advance(now).forEach(task -> task.done.run());
        timers.run(now);
    }

    private void arrive(Job job) {
        FunctionId function = job.arrival.function();
        keepAlive.arrived(function, now);
        try {
            batcher.submit(function, policy, job, now);
        } catch (PendingLimitException e) {
            refused++;
        }
    }

    @Override
    public void ended(Job job) {
        served.add(job.served());
        batcher.ended(job.arrival.function(), job.times(), now);
    }

    @Override
    public void roomFreed(FunctionId function) {
        batcher.roomFreed(function);
    }

    @Override
    public void capacityFreed() {
        batcher.capacityFreed();
    }

    private Outcome outcome() {
        return new Outcome(
                served,
                refused,
                fleet.started(),
                Duration.ofNanos((long) meter.containerNanos()),
                Duration.ofNanos(now),
                Duration.ofNanos((long) cores.used()),
                meter.meanBytes(),
                meter.peakBytes(),
                meter.meanIdleBytes());
    }
}
