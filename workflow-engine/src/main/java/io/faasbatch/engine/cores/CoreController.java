package io.faasbatch.engine.cores;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.container.CpuControl;
import io.faasbatch.engine.container.Occupancy;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.function.FunctionDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Core ownership: gives each container that has work, or is being made ready for some, its part of the worker's cores, by what it was measured to need, so that a function that computes in many
 * containers slows another one no more than its part. The part is a weight: it binds only while cores are short, and what one leaves over others use,
 * beyond the cores they were made with.
 *
 * <p>Goes round while there is work, on one virtual thread at a time, and once more to set back what it has changed. The set of containers is guarded by
 * this object's monitor, under which nothing waits; what was measured and bounded belongs to the round.
 */
public final class CoreController implements Occupancy, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CoreController.class);

    /** How often the cores are divided anew. */
    static final Duration ROUND = Duration.ofMillis(100);

    /**
     * How soon the first round is. A burst may be over before a round's time has passed; what is over before this needs no part of its own, and a round
     * would take longer than its answer.
     */
    static final Duration FIRST = Duration.ofMillis(10);

    /** Of the cores; stays with the worker and the rest of the machine. */
    static final double RESERVE = 0.05;

    /** Least part of a container, so that it still answers. */
    static final double FLOOR = 0.02;

    /** A container that uses this much of its part would use more. */
    private static final double SATURATED = 0.8;

    private static final double HEADROOM = 1.5;
    private static final double LEAST_DEMAND = 0.05;

    /** A part is set again when it differs by more than this from the one before. */
    private static final double CHANGE = 0.1;

    private final CpuControl cpu;
    private final double cores;
    private final ScheduledExecutorService timers;
    private final LongSupplier nanos;

    @GuardedBy("this")
    private final Map<String, Tenant> tenants = new HashMap<>();

    @GuardedBy("this")
    private boolean rounds;

    @GuardedBy("this")
    private boolean off;

    /** A container that has, or just had, work, or is being made ready for some. */
    private static final class Tenant {
        final String nativeId;
        final String function;
        final double cpus;
        int stays;
        double part;
        double bounded;
        long measuredAt;
        OptionalLong used = OptionalLong.empty();
        double rate = -1;

        Tenant(String nativeId, FunctionDefinition function) {
            this.nativeId = nativeId;
            this.function = function.name().value();
            this.cpus = function.cpus();
        }

        /** A container may have been wiped for another function since. */
        boolean isOf(FunctionDefinition other) {
            return function.equals(other.name().value());
        }
    }

    /**
     * @param cores of this worker
     * @param timers begins the rounds; stays with the caller
     * @param nanos a monotonic clock
     */
    public CoreController(CpuControl cpu, int cores, ScheduledExecutorService timers, LongSupplier nanos) {
        this.cpu = cpu;
        this.cores = cores * (1 - RESERVE);
        this.timers = timers;
        this.nanos = nanos;
    }

    @Override
    public Stay begins(Sandbox.Instance container, FunctionDefinition function) {
        Tenant tenant;
        synchronized (this) {
            tenant = tenants.compute(
                    container.nativeId(),
                    (id, last) -> last != null && last.isOf(function) ? last : new Tenant(id, function));
            tenant.stays++;
            if (!rounds && !off) {
                rounds = true;
                roundIn(FIRST);
            }
        }
        return new TenantStay(tenant);
    }

    /** To start takes cores too. */
    @Override
    public Stay prepares(Sandbox.Instance container, FunctionDefinition function) {
        return begins(container, function);
    }

    private final class TenantStay implements Stay {

        private final Tenant tenant;
        private boolean ended;

        TenantStay(Tenant tenant) {
            this.tenant = tenant;
        }

        @Override
        public void ends() {
            synchronized (CoreController.this) {
                if (!ended) {
                    ended = true;
                    tenant.stays--;
                    if (off && tenant.stays == 0) {
                        tenants.remove(tenant.nativeId, tenant);
                    }
                }
            }
        }
    }

    private void roundIn(Duration delay) {
        try {
            var _ = timers.schedule(() -> Thread.startVirtualThread(this::go), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("No rounds any more: the worker ends");
        }
    }

    private void go() {
        try {
            round();
        } catch (SandboxException e) {
            LOG.warn("core ownership is off from now on, containers share the cores as equals: {}", e.getMessage());
            stop();
        } catch (RuntimeException e) {
            LOG.error("core ownership is off from now on, for a reason that was not foreseen", e);
            stop();
        }
    }

    private synchronized void stop() {
        off = true;
        rounds = false;
        tenants.values().removeIf(tenant -> tenant.stays == 0);
    }

    /** Divides the cores once. */
    void round() {
        List<Tenant> busy = new ArrayList<>();
        List<Tenant> idle = new ArrayList<>();
        synchronized (this) {
            if (off) {
                return;
            }
            tenants.values().forEach(tenant -> (tenant.stays > 0 ? busy : idle).add(tenant));
            tenants.values().removeIf(tenant -> tenant.stays == 0);
        }
        idle.forEach(this::release);
        busy.forEach(this::measure);
        Map<String, Double> parts =
                CoreShares.divide(busy.stream().map(this::claim).toList(), cores);
        busy.forEach(tenant -> bound(tenant, Math.max(FLOOR, parts.getOrDefault(tenant.nativeId, FLOOR))));
        synchronized (this) {
            rounds = !off && !tenants.isEmpty();
            if (rounds) {
                roundIn(ROUND);
            }
        }
    }

    private void measure(Tenant tenant) {
        long now = nanos.getAsLong();
        OptionalLong used = cpu.usedNanos(tenant.nativeId);
        boolean comparable = used.isPresent() && tenant.used.isPresent() && now > tenant.measuredAt;
        tenant.rate = comparable
                ? Math.max(0, used.getAsLong() - tenant.used.getAsLong()) / (double) (now - tenant.measuredAt)
                : -1;
        tenant.used = used;
        tenant.measuredAt = now;
    }

    /** One that was not measured yet may need all there is. */
    private CoreShares.Claim claim(Tenant tenant) {
        boolean wantsMore = tenant.rate < 0 || tenant.rate >= SATURATED * tenant.part;
        double demand = wantsMore ? cores : tenant.rate * HEADROOM + LEAST_DEMAND;
        return new CoreShares.Claim(tenant.nativeId, tenant.function, demand, tenant.cpus);
    }

    private void bound(Tenant tenant, double part) {
        tenant.part = part;
        if (Math.abs(part - tenant.bounded) > CHANGE * tenant.bounded) {
            cpu.bound(tenant.nativeId, (int) Math.round(part * CpuControl.USUAL_WEIGHT), cores);
            tenant.bounded = part;
        }
    }

    private void release(Tenant tenant) {
        if (tenant.bounded > 0) {
            cpu.bound(tenant.nativeId, CpuControl.USUAL_WEIGHT, tenant.cpus);
        }
    }

    /** Sets back what was changed. */
    @Override
    public void close() {
        List<Tenant> left;
        synchronized (this) {
            off = true;
            left = List.copyOf(tenants.values());
            tenants.clear();
        }
        try {
            left.forEach(this::release);
        } catch (SandboxException e) {
            LOG.warn("some containers keep their part of the cores until they are removed: {}", e.getMessage());
        }
    }
}
