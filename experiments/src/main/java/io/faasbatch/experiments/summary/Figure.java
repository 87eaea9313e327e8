package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.figures.Distribution;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A figure of a run. Two are the same when they have the same name.
 *
 * @param name in files
 * @param title for readers
 * @param unit empty for counts and shares
 * @param judged whether {@code diff} calls a worse one a regression
 * @param source what it is made of
 */
public record Figure(String name, String title, String unit, Better better, boolean judged, Source source) {

    /** Which of two values is the better one. */
    public enum Better {
        LOWER,
        HIGHER,
        /** Neither. */
        NEITHER
    }

    /** What a figure is made of: that decides how its uncertainty is told. */
    public sealed interface Source {

        /** Of a run. */
        double of(Measured run);
    }

    /** Of the single invocations of a run. */
    record OfInvocations(Latency latency, Statistic statistic) implements Source {

        @Override
        public double of(Measured run) {
            double[] values = run.of(latency);
            Distribution distribution =
                    Distribution.of(Arrays.stream(values).boxed().toList());
            return statistic == Statistic.MEAN ? distribution.mean() : distribution.percentile(statistic.share());
        }
    }

    /** Of all calls, the share that was answered rightly in time. */
    record Within(double millis) implements Source {

        @Override
        public double of(Measured run) {
            return Arrays.stream(run.within(millis)).average().orElse(Double.NaN);
        }
    }

    /** Of a run as a whole. */
    record OfRun(ToDoubleFunction<Measured> value) implements Source {

        @Override
        public double of(Measured run) {
            return value.applyAsDouble(run);
        }
    }

    public double of(Measured run) {
        return source.of(run);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Figure that && that.name.equals(name);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(name);
    }

    @Override
    public String toString() {
        return unit.isEmpty() ? title : title + ", " + unit;
    }
}
