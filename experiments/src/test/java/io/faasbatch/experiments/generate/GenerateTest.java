package io.faasbatch.experiments.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.trace.TraceReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenerateTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"poisson-low", "poisson", "bursts", "diurnal", "sawtooth"})
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers(String kind) throws Exception {
        assertThat(text(kind, "--seed", "5")).isEqualTo(text(kind, "--seed", "5"));
        assertThat(text(kind, "--seed", "5")).isNotEqualTo(text(kind, "--seed", "6"));
    }

    @Test
    void whatASeedGaveOnceItGivesForEver() throws Exception {
        assertThat(text("poisson-low", "--seed", "42", "--inputs", "20-26")
                        .lines()
                        .limit(3))
                .containsExactly("offset_ms,function,input", "3.282,f1,22", "131.121,f1,25");
    }

    @ParameterizedTest
    @CsvSource({"poisson-low,20", "poisson-medium,50", "poisson-high,100"})
    void aPoissonLoadHasItsRateAndTheDispersionOfOne(String kind, double rate) throws Exception {
        List<Double> perSecond = perSecond(trace(kind, "--duration", "600s"), 600);

        assertThat(mean(perSecond)).isCloseTo(rate, within(0.05 * rate));
        assertThat(dispersion(perSecond)).isBetween(0.75, 1.25);
    }

    @Test
    void functionsArriveIndependentlyAndAsTheyWouldAlone() throws Exception {
        Trace two = trace("poisson", "--rate", "50", "--functions", "2", "--duration", "600s");
        Trace one = trace("poisson", "--rate", "50", "--duration", "600s");

        assertThat(of(two, "f1")).isEqualTo(one.arrivals());
        assertThat(of(two, "f2")).hasSizeBetween(29_000, 31_000);
        assertThat(dispersion(perSecond(two, 600))).isBetween(0.75, 1.25);
    }

    @Test
    void burstsAreFarMoreDispersedThanAPoissonLoadOfTheSameMean() throws Exception {
        List<Double> perSecond = perSecond(trace("bursts", "--duration", "600s"), 600);

        assertThat(mean(perSecond)).isCloseTo(10, within(1.5));
        assertThat(dispersion(perSecond)).isGreaterThan(20);
        assertThat(perSecond.stream().filter(count -> count == 0).count()).isBetween(420L, 540L);
    }

    @Test
    void heavyBurstsHaveAFewThatLastVeryLong() throws Exception {
        List<Double> fixed = perSecond(trace("bursts", "--duration", "3600s"), 3600);
        List<Double> heavy = perSecond(trace("bursts", "--duration", "3600s", "--lengths", "heavy"), 3600);

        assertThat(longestRun(heavy)).isGreaterThan(2 * longestRun(fixed));
        assertThat(mean(heavy)).isBetween(5.0, 20.0);
    }

    @Test
    void aDayRisesAndFallsOnceByItsSwing() throws Exception {
        List<Double> perSecond = perSecond(
                trace("diurnal", "--rate", "100", "--swing", "0.8", "--period", "600s", "--duration", "600s"), 600);

        assertThat(mean(perSecond)).isCloseTo(100, within(5.0));
        assertThat(mean(perSecond.subList(0, 30))).isCloseTo(21, within(8.0));
        assertThat(mean(perSecond.subList(285, 315))).isCloseTo(180, within(18.0));
    }

    @Test
    void aSawtoothRisesEvenlyAndFallsAtOnce() throws Exception {
        List<Double> perSecond =
                perSecond(trace("sawtooth", "--rate", "200", "--period", "100s", "--duration", "600s"), 600);

        assertThat(mean(perSecond)).isCloseTo(100, within(5.0));
        assertThat(phase(perSecond, 0)).isCloseTo(10, within(5.0));
        assertThat(phase(perSecond, 45)).isCloseTo(100, within(10.0));
        assertThat(phase(perSecond, 90)).isCloseTo(190, within(15.0));
    }

    @Test
    void theInputsOfThePaperHaveItsShares() throws Exception {
        Trace trace = trace("poisson", "--rate", "100", "--duration", "200s", "--inputs", "paper");
        double all = trace.arrivals().size();

        assertThat(share(trace, 20, 26) / all).isCloseTo(0.6656, within(0.02));
        assertThat(share(trace, 29, 29) / all).isCloseTo(0.0366, within(0.01));
        assertThat(share(trace, 34, 35) / all).isCloseTo(0.0885, within(0.01));
        assertThat(share(trace, 20, 35)).isEqualTo(trace.arrivals().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "storm",
                "bursts --lengths long",
                "bursts --burst 0s",
                "diurnal --swing 2",
                "sawtooth --low 300",
                "poisson --inputs 26-20",
                "poisson --inputs 0",
                "poisson --rate 0",
                "poisson --functions 0"
            })
    void whatCannotBeGeneratedIsRefused(String arguments) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> text(arguments.split(" ")));
    }

    private String text(String... arguments) throws UsageException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        GenerateCommand.run(List.of(arguments), new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private Trace trace(String... arguments) throws UsageException, IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        Path file = folder.resolve("trace.csv");
        all.addAll(List.of("--out", file.toString()));
        GenerateCommand.run(all, new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        assertThat(Files.exists(file)).isTrue();
        return TraceReader.read(file);
    }

    private static List<Arrival> of(Trace trace, String function) {
        return trace.arrivals().stream()
                .filter(arrival -> arrival.function().equals(function))
                .toList();
    }

    private static List<Double> perSecond(Trace trace, int seconds) {
        long[] counts = new long[seconds];
        trace.arrivals().forEach(arrival -> counts[(int) arrival.offset().toSeconds()]++);
        return IntStream.range(0, seconds).mapToObj(i -> (double) counts[i]).toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Variance over mean: 1 for a Poisson process. */
    private static double dispersion(List<Double> values) {
        double mean = mean(values);
        double variance = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        return variance / mean;
    }

    private static int longestRun(List<Double> perSecond) {
        int longest = 0;
        int run = 0;
        for (double count : perSecond) {
            run = count > 0 ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** The mean of ten seconds of each period of a hundred. */
    private static double phase(List<Double> perSecond, int from) {
        return mean(IntStream.range(0, perSecond.size())
                .filter(second -> second % 100 >= from && second % 100 < from + 10)
                .mapToObj(perSecond::get)
                .toList());
    }

    private static double share(Trace trace, int least, int most) {
        return trace.arrivals().stream()
                .filter(arrival -> arrival.input() >= least && arrival.input() <= most)
                .count();
    }
}
