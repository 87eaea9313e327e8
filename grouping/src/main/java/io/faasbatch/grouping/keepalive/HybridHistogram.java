package io.faasbatch.grouping.keepalive;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Learns from each function how long it usually rests between two uses, after Shahrad and others, "Serverless in the Wild"
 * (ATC 2020, section 4).
 *
 * <p>The rests of a function (from the end of its last use to its next arrival) are counted in a histogram of minutes. Its container
 * is removed as soon as it is idle, one is started again shortly before the 5th percentile of the rests, and kept until shortly after
 * the 99th. Where the 5th percentile lies within the first minute the container simply stays. A function that is too new, whose
 * rests are longer than the histogram reaches, or spread without a pattern, has the fixed lifetime instead. (The paper also
 * forecasts the rare functions with a time series; here they have the fixed lifetime.)
 */
final class HybridHistogram implements KeepAlive {

    static final String NAME = "histogram";

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    /** Most functions that are remembered; the one that was told of longest ago is forgotten. */
    private static final int MAX_FUNCTIONS = 10_000;
    /** How much earlier than its percentile a window begins, and how much later it ends. */
    private static final double MARGIN = 0.1;

    private static final double HEAD = 0.05;
    private static final double TAIL = 0.99;

    private final long fallback;
    private final Map<FunctionId, Function> functions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionId, Function> eldest) {
            return size() > MAX_FUNCTIONS;
        }
    };
    private final Map<FunctionId, Integer> containers = new HashMap<>();

    /** @param fallback how long a container is kept while nothing is known */
    HybridHistogram(Duration fallback) {
        this.fallback = fallback.toNanos();
    }

    /** What is known of one function. */
    private static final class Function {
        final RestHistogram rests = new RestHistogram();
        long idleSince = NEVER;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void arrived(FunctionId id, long now) {
        Function function = functions.computeIfAbsent(id, _ -> new Function());
        if (function.idleSince != NEVER) {
            function.rests.add((int) Math.min(Integer.MAX_VALUE, (now - function.idleSince) / MINUTE));
            function.idleSince = NEVER;
        }
    }

    @Override
    public void started(ContainerId container, FunctionId function) {
        containers.merge(function, 1, Integer::sum);
    }

    /** One that was started ahead ends no rest. */
    @Override
    public void idle(IdleContainer container) {
        Function function = functions.computeIfAbsent(container.function(), _ -> new Function());
        if (function.idleSince == NEVER) {
            function.idleSince = container.idleSince();
        }
    }

    @Override
    public void removed(ContainerId container, FunctionId function) {
        containers.computeIfPresent(function, (_, count) -> count > 1 ? count - 1 : null);
    }

    @Override
    public void evicted(IdleContainer container) {
        removed(container.id(), container.function());
    }

    @Override
    public long expiry(IdleContainer container) {
        Function function = functions.get(container.function());
        if (function == null || function.idleSince == NEVER || !function.rests.representative()) {
            return container.idleSince() + fallback;
        }
        boolean beforeWindow = container.idleSince() < function.idleSince + head(function);
        return beforeWindow && head(function) > 0 ? container.idleSince() : function.idleSince + tail(function);
    }

    @Override
    public OptionalLong prewarm(FunctionId id) {
        Function function = functions.get(id);
        boolean useful = function != null
                && !containers.containsKey(id)
                && function.idleSince != NEVER
                && function.rests.representative()
                && head(function) > 0;
        return useful
                ? OptionalLong.of(Objects.requireNonNull(function).idleSince + head(function))
                : OptionalLong.empty();
    }

    @Override
    public List<IdleContainer> victims(List<IdleContainer> idle) {
        return FixedLifetime.longestIdleFirst(idle);
    }

    private static long head(Function function) {
        return (long) (function.rests.percentile(HEAD) * (1 - MARGIN) * MINUTE);
    }

    private static long tail(Function function) {
        return (long) ((function.rests.percentile(TAIL) + 1) * (1 + MARGIN) * MINUTE);
    }
}
