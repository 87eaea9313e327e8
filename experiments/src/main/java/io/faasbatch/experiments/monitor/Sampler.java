package io.faasbatch.experiments.monitor;

import io.faasbatch.experiments.api.ContainerSeen;
import io.faasbatch.experiments.api.DispatchSeen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Makes a sample of each look, with the rates since the one before. Used by one thread at a time. */
final class Sampler {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Sources sources;
    private final long start;
    private final ProportionalMemory pss;
    private final Map<String, Counter> cores = new HashMap<>();
    private final Counter workerCores = Counter.unknown();
    private final Counter netReceived = Counter.unknown();
    private final Counter diskWritten = Counter.unknown();
    private final Counter batches = Counter.unknown();
    private final Counter batched = Counter.unknown();
    private final Set<String> created = new HashSet<>();
    private long lastLook;
    private final List<SystemSample> samples = new ArrayList<>();
    private final List<ContainerSample> containerSamples = new ArrayList<>();

    Sampler(Sources sources, long start) {
        this.sources = sources;
        this.start = start;
        this.lastLook = start;
        this.pss = new ProportionalMemory(sources.proc(), sources.cgroups()::processes);
    }

    /** The values that the rates of the first sample count from. */
    void begin(List<ContainerSeen> seen, DispatchSeen dispatch) {
        for (String id : ids(seen)) {
            cores.put(id, Counter.unknown());
            OptionalDouble _ = coresOf(id, start);
        }
        Rates _ = rates(dispatch, start);
    }

    void take(List<ContainerSeen> seen, DispatchSeen dispatch, long now) {
        Duration at = Duration.ofNanos(now - start);
        Map<String, Long> fresh = pss.look(ids(seen));
        List<ContainerSample> look = seen.stream()
                .map(container -> sample(at, container, fresh, now))
                .toList();
        cores.keySet().retainAll(ids(seen));
        containerSamples.addAll(look);
        seen.stream().filter(container -> !container.generic()).forEach(container -> created.add(container.id()));
        Rates rates = rates(dispatch, now);
        samples.add(new SystemSample(
                at,
                seen.size(),
                created.size(),
                OptionalDouble.of(total(look, container -> container.cores().orElse(0))),
                OptionalLong.of((long) total(look, container -> container.rss().orElse(0))),
                pss.total(),
                rates.workerCores(),
                sources.worker().memoryBytes(),
                dispatch.pending().isPresent()
                        ? OptionalInt.of((int) dispatch.pending().getAsDouble())
                        : OptionalInt.empty(),
                seen.stream().mapToInt(ContainerSeen::inFlight).sum(),
                rates.batchSize(),
                rates.netReceived(),
                rates.diskWritten()));
        lastLook = now;
    }

    List<SystemSample> samples() {
        return List.copyOf(samples);
    }

    List<ContainerSample> containerSamples() {
        return List.copyOf(containerSamples);
    }

    private static double total(List<ContainerSample> look, ToDoubleFunction<ContainerSample> figure) {
        return look.stream().mapToDouble(figure).sum();
    }

    private record Rates(
            OptionalDouble workerCores,
            OptionalDouble batchSize,
            OptionalDouble netReceived,
            OptionalDouble diskWritten) {}

    private Rates rates(DispatchSeen dispatch, long now) {
        OptionalDouble sent = batches.rate(dispatch.batches(), now);
        OptionalDouble size = batched.rate(dispatch.batched(), now);
        OptionalDouble mean = sent.orElse(0) > 0 && size.isPresent()
                ? OptionalDouble.of(size.getAsDouble() / sent.getAsDouble())
                : OptionalDouble.empty();
        return new Rates(
                workerCores.rate(seconds(sources.worker().cpu().map(Duration::toNanos)), now),
                mean,
                netReceived.rate(asDouble(sources.host().netReceived()), now),
                diskWritten.rate(asDouble(sources.host().diskWritten()), now));
    }

    private ContainerSample sample(Duration at, ContainerSeen container, Map<String, Long> fresh, long now) {
        if (container.dockerId().isEmpty()) {
            return new ContainerSample(
                    at,
                    container.id(),
                    container.function(),
                    OptionalDouble.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
        }
        String id = container.dockerId().get();
        Long proportional = fresh.get(id);
        return new ContainerSample(
                at,
                container.id(),
                container.function(),
                coresOf(id, now),
                rss(container, id),
                proportional == null ? OptionalLong.empty() : OptionalLong.of(proportional));
    }

    private OptionalLong rss(ContainerSeen container, String id) {
        OptionalLong charged = sources.cgroups().residentBytes(id);
        return charged.isPresent() ? charged : container.memoryBytes();
    }

    private OptionalDouble coresOf(String id, long now) {
        OptionalDouble used = seconds(sources.cgroups().cpu(id).map(Duration::toNanos));
        return cores.computeIfAbsent(id, _ -> Counter.fromZero(lastLook)).rate(used, now);
    }

    private static Set<String> ids(List<ContainerSeen> seen) {
        Set<String> ids = new HashSet<>();
        seen.forEach(container -> container.dockerId().ifPresent(ids::add));
        return ids;
    }

    private static OptionalDouble seconds(Optional<Long> nanos) {
        return nanos.isPresent() ? OptionalDouble.of(nanos.get() / NANOS_PER_SECOND) : OptionalDouble.empty();
    }

    private static OptionalDouble asDouble(OptionalLong value) {
        return value.isPresent() ? OptionalDouble.of((double) value.getAsLong()) : OptionalDouble.empty();
    }
}
