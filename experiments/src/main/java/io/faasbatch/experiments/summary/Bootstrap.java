package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.summary.Figure.OfInvocations;
import io.faasbatch.experiments.summary.Figure.OfRun;
import io.faasbatch.experiments.summary.Figure.Within;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/**
 * Tells how sure figures are, by resampling in two steps (hierarchical bootstrap, percentile method). Repeats are drawn with replacement from those there are; of each that is drawn,
 * blocks of invocations that followed each other are drawn with replacement, since neighbours share a batch, a cold start and a busy moment, and are not independent.
 * The figure of such a sample is the median over its repeats. Figures of a run as a whole are resampled over repeats only, so a single repeat tells nothing about them.
 * Each configuration draws by itself. The same seed gives the same intervals, whatever is asked for first. Used by one thread.
 */
public final class Bootstrap {

    /** How often is resampled. */
    public static final int SAMPLES = 1000;

    private static final double OUTSIDE = 0.025;

    private final long seed;
    private final Map<Key, double[]> known = new HashMap<>();

    public Bootstrap(long seed) {
        this.seed = seed;
    }

    private record Key(Configuration configuration, Figure figure) {}

    /** Of the median over the repeats. */
    public Interval interval(Configuration configuration, Figure figure) {
        return interval(configuration.spread(figure).median(), samples(configuration, figure));
    }

    /** Of one median over another. */
    public Interval ratio(Configuration above, Configuration below, Figure figure) {
        return combined(above, below, figure, (one, other) -> one / other);
    }

    private Interval combined(Configuration one, Configuration other, Figure figure, DoubleBinaryOperator of) {
        double value = of.applyAsDouble(
                one.spread(figure).median(), other.spread(figure).median());
        double[] ones = samples(one, figure);
        double[] others = samples(other, figure);
        double[] both = new double[SAMPLES];
        Arrays.setAll(both, i -> of.applyAsDouble(ones[i], others[i]));
        return interval(value, both);
    }

    /** The mean of several ratios, each resampled by itself; of the means of all samples. */
    public Interval meanRatio(List<Ratio> ratios, Figure figure) {
        double value = 0;
        double[] sums = new double[SAMPLES];
        for (Ratio ratio : ratios) {
            value += ratio.above().spread(figure).median()
                    / ratio.below().spread(figure).median();
            double[] above = samples(ratio.above(), figure);
            double[] below = samples(ratio.below(), figure);
            for (int i = 0; i < SAMPLES; i++) {
                sums[i] += above[i] / below[i];
            }
        }
        return interval(
                value / ratios.size(),
                Arrays.stream(sums).map(sum -> sum / ratios.size()).toArray());
    }

    /** Two configurations that are compared. */
    public record Ratio(Configuration above, Configuration below) {}

    private static Interval interval(double value, double[] samples) {
        if (Arrays.stream(samples).anyMatch(sample -> !Double.isFinite(sample))) {
            return new Interval(value, Double.NaN, Double.NaN);
        }
        Distribution distribution =
                Distribution.of(Arrays.stream(samples).boxed().toList());
        return new Interval(value, distribution.percentile(OUTSIDE), distribution.percentile(1 - OUTSIDE));
    }

    private double[] samples(Configuration configuration, Figure figure) {
        return known.computeIfAbsent(new Key(configuration, figure), _ -> draw(configuration, figure));
    }

    private double[] draw(Configuration configuration, Figure figure) {
        Random random = random(configuration, figure);
        return switch (figure.source()) {
            case OfInvocations(Latency latency, Statistic statistic) ->
                nested(configuration.runs().stream().map(run -> run.of(latency)).toList(), statistic, random);
            case Within(double millis) ->
                nested(
                        configuration.runs().stream()
                                .map(run -> run.within(millis))
                                .toList(),
                        Statistic.MEAN,
                        random);
            case OfRun _ -> flat(configuration.spread(figure).values(), random);
        };
    }

    /** The same configuration measured another time draws otherwise: drawn alike, two measurements would look more alike than they are. */
    private Random random(Configuration configuration, Figure figure) {
        int when = configuration.runs().getFirst().record().startedAt().hashCode();
        return new Random(seed ^ Objects.hash(configuration.id(), when, figure.name()) * 0x9E3779B97F4A7C15L);
    }

    private static double[] nested(List<double[]> runs, Statistic statistic, Random random) {
        List<Resampler> resamplers = runs.stream()
                .filter(values -> values.length > 0)
                .map(values -> new Resampler(values, statistic))
                .toList();
        return sampled(resamplers.size(), repeat -> resamplers.get(repeat).draw(random), random);
    }

    private static double[] flat(List<Double> values, Random random) {
        return values.size() < 2 ? unknown() : sampled(values.size(), values::get, random);
    }

    /** Of a drawn repeat, one value. */
    @FunctionalInterface
    private interface Drawn {

        double of(int repeat);
    }

    private static double[] sampled(int repeats, Drawn drawn, Random random) {
        if (repeats == 0) {
            return unknown();
        }
        double[] samples = new double[SAMPLES];
        double[] values = new double[repeats];
        for (int i = 0; i < SAMPLES; i++) {
            for (int repeat = 0; repeat < repeats; repeat++) {
                values[repeat] = drawn.of(random.nextInt(repeats));
            }
            samples[i] = median(values);
        }
        return samples;
    }

    private static double[] unknown() {
        double[] samples = new double[SAMPLES];
        Arrays.fill(samples, Double.NaN);
        return samples;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
