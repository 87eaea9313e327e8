package io.faasbatch.experiments.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.results.InventedResults;
import io.faasbatch.experiments.results.InventedResults.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapTest {

    private static final Figure MEAN = Figures.latency(Latency.END_TO_END, Statistic.MEAN);
    private static final Figure P99 = Figures.latency(Latency.END_TO_END, Statistic.P99);

    @TempDir
    private Path folder;

    @Test
    void theIntervalOfARatioHoldsTheRatioAndTellsALargeDifferenceFromNone() throws IOException {
        Study study = study(3);
        Ratios ratios = new Ratios(study);

        Interval large =
                ratios.timesBetter(configuration(study, "faasbatch"), MEAN).orElseThrow();
        assertThat(large.value()).isBetween(3.0, 5.5);
        assertThat(large.low()).isGreaterThan(1).isLessThanOrEqualTo(large.value());
        assertThat(large.high()).isGreaterThanOrEqualTo(large.value());
        Interval none = ratios.timesBetter(configuration(study, "kraken"), MEAN).orElseThrow();
        assertThat(none.low()).isLessThan(1);
        assertThat(none.high()).isGreaterThan(1);
    }

    @Test
    void theSameSeedGivesTheSameIntervalsWhateverIsAskedForFirst() throws IOException {
        Study study = study(3);
        Ratios one = new Ratios(study);
        Ratios other = new Ratios(study);
        Configuration configuration = configuration(study, "faasbatch");

        one.timesBetter(configuration, P99);
        assertThat(one.timesBetter(configuration, MEAN)).isEqualTo(other.timesBetter(configuration, MEAN));
        assertThat(one.timesBetter(configuration, P99)).isEqualTo(other.timesBetter(configuration, P99));
    }

    @Test
    void ofASingleRunTheIntervalOfItsWholeIsNotKnown() throws IOException {
        Study study = study(1);
        Ratios ratios = new Ratios(study);
        Configuration configuration = configuration(study, "faasbatch");

        assertThat(ratios.timesBetter(configuration, Figures.CONTAINERS)
                        .orElseThrow()
                        .known())
                .isFalse();
        assertThat(ratios.timesBetter(configuration, MEAN).orElseThrow().known())
                .isTrue();
    }

    @Test
    void theBaselineIsNotComparedWithItself() throws IOException {
        Study study = study(1);

        assertThat(new Ratios(study).timesBetter(configuration(study, "vanilla"), MEAN))
                .isEmpty();
    }

    @Test
    void intervalsHoldTheTrueMeanAboutAsOftenAsTheySay() {
        int held = 0;
        int trials = 200;
        Random random = new Random(3);
        for (int trial = 0; trial < trials; trial++) {
            double[] values = random.doubles(400).toArray();
            Resampler resampler = new Resampler(values, Statistic.MEAN);
            List<Double> means = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                means.add(resampler.draw(random));
            }
            Distribution drawn = Distribution.of(means);
            held += drawn.percentile(0.025) < 0.5 && drawn.percentile(0.975) > 0.5 ? 1 : 0;
        }

        assertThat((double) held / trials).isBetween(0.85, 0.99);
    }

    @Test
    void aResampledPercentileIsThatOfTheDrawnValues() {
        double[] values = {5, 1, 4, 2, 3, 9, 7, 8, 6};
        Random random = new Random(11);
        Resampler resampler = new Resampler(values, Statistic.P50);

        for (int i = 0; i < 100; i++) {
            Random same = new Random(i);
            assertThat(resampler.draw(new Random(i))).isEqualTo(median(values, same));
        }
        assertThat(new Resampler(new double[] {42}, Statistic.P99).draw(random)).isEqualTo(42);
    }

    /** Blocks of three, drawn three times. */
    private static double median(double[] values, Random random) {
        List<Double> drawn = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int block = random.nextInt(3);
            for (int at = 3 * block; at < 3 * block + 3; at++) {
                drawn.add(values[at]);
            }
        }
        return Distribution.of(drawn).median();
    }

    private Study study(int repeats) throws IOException {
        InventedResults results = InventedResults.in(folder, "strategies", "strategy");
        for (int repeat = 1; repeat <= repeats; repeat++) {
            results.run(Map.of("strategy", "vanilla"), repeat, new Shape(300, 200, 20));
            results.run(Map.of("strategy", "kraken"), repeat, new Shape(300, 200, 20));
            results.run(Map.of("strategy", "faasbatch"), repeat, new Shape(300, 50, 4));
        }
        return Study.read(folder);
    }

    private static Configuration configuration(Study study, String strategy) {
        return study.configurations().stream()
                .filter(configuration -> configuration.value("strategy").equals(strategy))
                .findFirst()
                .orElseThrow();
    }
}
