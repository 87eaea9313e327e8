package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway.Dispatch;
import io.faasbatch.experiments.experiment.Bench;
import io.faasbatch.experiments.experiment.Measurement;
import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.load.TraceLoad;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs a trace through a strategy. */
final class Strategies {

    /** Whose latencies targets are made of. */
    static final String VANILLA = "vanilla";

    /** Who plans with a target. */
    static final String KRAKEN = "kraken";

    /** What Kraken's target is in the artifact ({@code calculate_SLOs.py}): of what the worker measured under Vanilla, cold start included. */
    static final int ARTIFACT_PERCENTILE = 98;

    /** Recorded of every run, for those that take their target from it. */
    private static final List<Integer> PERCENTILES = List.of(50, 75, 90, 95, 98, 99);

    private static final int WARM_UP_CALLS = 60;
    private static final Duration LEAST_TARGET = Duration.ofMillis(1);
    private static final Duration MOST_TARGET = Duration.ofHours(1);
    private static final double NANOS_PER_MILLI = 1e6;

    private Strategies() {}

    /** The figure that is a percentile of all that the worker measured. */
    static String totalFigure(int percentile) {
        return "totalP" + percentile + "Ms";
    }

    static boolean isRecorded(int percentile) {
        return PERCENTILES.contains(percentile);
    }

    static List<Integer> recorded() {
        return PERCENTILES;
    }

    static Duration target(double millis) {
        Duration measured = Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
        return measured.compareTo(LEAST_TARGET) < 0
                ? LEAST_TARGET
                : measured.compareTo(MOST_TARGET) > 0 ? MOST_TARGET : measured;
    }

    static Measurement measure(Bench bench, Trace trace, Sample sample, Dispatch dispatch)
            throws IOException, InterruptedException {
        TraceLoad load = new TraceLoad(trace, sample.under(dispatch.strategy()));
        load.deploy(bench.gateway(), bench.run());
        bench.gateway().choose(dispatch);
        return withTotals(bench.monitored(() -> bench.driver().onSchedule(load.calls())), dispatch);
    }

    static Measurement withTotals(Measurement measurement, Dispatch dispatch) {
        Distribution totals = measurement.result().total();
        Measurement with = measurement;
        if (totals.count() > 0) {
            for (int percentile : PERCENTILES) {
                with = with.with(totalFigure(percentile), totals.percentile(percentile / 100.0));
            }
        }
        Duration target = dispatch.latencyTarget();
        return target == null ? with : with.with("latencyTargetMs", target.toNanos() / NANOS_PER_MILLI);
    }

    static void warmUp(Bench bench, Trace trace, Sample sample) throws IOException, InterruptedException {
        Dispatch dispatch = new Dispatch("faasbatch", Duration.ofMillis(100));
        TraceLoad load = new TraceLoad(trace.first(WARM_UP_CALLS), sample.under(dispatch.strategy()));
        bench.gateway().choose(dispatch);
        load.deploy(bench.gateway(), bench.run());
        bench.driver().onSchedule(load.calls());
    }
}
