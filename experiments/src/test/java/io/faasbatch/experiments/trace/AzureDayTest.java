package io.faasbatch.experiments.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureDayTest {

    private static final String HEADER = "HashOwner,HashApp,HashFunction,Trigger,1,2,3\n";

    @TempDir
    private Path folder;

    private Path counts = Path.of("");
    private Path durations = Path.of("");

    @BeforeEach
    void files() throws IOException {
        counts = folder.resolve("invocations_per_function_md.anon.d01.csv");
        durations = folder.resolve("function_durations_percentiles.anon.d01.csv");
        Files.writeString(durations, """
                HashOwner,HashApp,HashFunction,Average,Count,Minimum,Maximum,percentile_Average_0,percentile_Average_1,percentile_Average_25,percentile_Average_50,percentile_Average_75,percentile_Average_99,percentile_Average_100
                o,a,f,100,9000,0,1000,0,10,50,100,150,400,1000
                o,a,g,5,10,5,5,5,5,5,5,5,5,5
                """);
    }

    @Test
    void eachMinuteHasItsCountAndItsArrivalsAreSpreadOverIt() throws IOException {
        Trace trace = read("o,a,f,http,300,0,6000\n", Selection.ALL);

        assertThat(trace.arrivals()).hasSize(6300);
        assertThat(inMinute(trace, 0)).isEqualTo(300);
        assertThat(inMinute(trace, 1)).isZero();
        double mean = trace.arrivals().stream()
                .filter(arrival -> arrival.offset().toMinutes() == 2)
                .mapToLong(arrival -> arrival.offset().toMillis() - 120_000)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(30_000, within(1000.0));
        assertThat(trace.functions()).containsExactly("a-f");
    }

    @Test
    void durationsFollowThePercentilesOfTheFunction() throws IOException {
        Trace trace = read("o,a,f,http,5000,5000,5000\n", Selection.ALL);

        assertThat(share(trace, 50)).isCloseTo(0.25, within(0.02));
        assertThat(share(trace, 100)).isCloseTo(0.5, within(0.02));
        assertThat(share(trace, 125)).isCloseTo(0.625, within(0.02));
        assertThat(share(trace, 400)).isCloseTo(0.99, within(0.005));
        assertThat(trace.arrivals()).allMatch(arrival -> arrival.duration().toMillis() <= 1000);
    }

    @Test
    void aSeedGivesTheSameArrivalsWhateverElseIsSelected() throws IOException {
        String lines = "o,a,f,http,20,20,20\no,a,g,timer,1,1,1\n";
        Trace all = read(lines, Selection.ALL);
        Selection second = new Selection(
                Duration.ofMinutes(1), Duration.ofMinutes(2), Set.of(), Set.of("f"), 1, Integer.MAX_VALUE, 1);

        Trace part = read(lines, second);
        assertThat(part.arrivals()).hasSize(20);
        assertThat(part.arrivals().stream().map(arrival -> arrival.offset().plusMinutes(1)))
                .isEqualTo(all.arrivals().stream()
                        .filter(arrival -> arrival.function().equals("a-f")
                                && arrival.offset().toMinutes() == 1)
                        .map(Arrival::offset)
                        .toList());
        assertThat(read(lines, seeded(2)).arrivals()).isNotEqualTo(all.arrivals());
    }

    @Test
    void functionsWithoutDurationsAreLeftOut() throws IOException {
        assertThat(read("o,a,other,http,3,3,3\no,a,g,http,1,0,0\n", Selection.ALL)
                        .functions())
                .containsExactly("a-g");
    }

    @Test
    void thePercentilesMayStandElsewhereButMustStandSomewhere() throws IOException {
        Files.writeString(counts, HEADER + "o,a,g,http,1,0,0\n");
        Path elsewhere = Files.move(durations, folder.resolve("d.csv"));

        assertThat(catchThrowableOfType(NoSuchFileException.class, () -> TraceReader.read(counts)))
                .isNotNull();
        assertThat(TraceReader.read(counts, Optional.of(elsewhere), Selection.ALL)
                        .arrivals())
                .hasSize(1);
        Path alone = Files.move(counts, folder.resolve("counts.csv"));
        assertThat(catchThrowableOfType(MalformedTraceException.class, () -> TraceReader.read(alone)))
                .hasMessageContaining("name the file with the percentiles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "o,a,g,http,1,x,0|14|2 must be a whole number",
                "o,a,g,http,1,2.5,0|14|2 must be a whole number",
                "o,a,g,http,1,0,-1|16|3 must be from 0",
                "o,a,,http,1,0,0|5|HashFunction is empty",
                "o,a,g,http,1,0|15|6 fields, but 7",
            })
    void aBadLineOfCountsIsRefusedWithItsPlace(String line, int column, String message) throws IOException {
        Files.writeString(counts, HEADER + line + "\n");
        MalformedTraceException refused =
                catchThrowableOfType(MalformedTraceException.class, () -> TraceReader.read(counts));

        assertThat(refused).hasMessageContaining(message);
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.column()).isEqualTo(column);
    }

    @Test
    void percentilesThatFallAreRefusedWithTheirPlace() throws IOException {
        Files.writeString(counts, HEADER + "o,a,f,http,1,0,0\n");
        Files.writeString(durations, Files.readString(durations).replace("10,50,100", "10,9,100"));
        MalformedTraceException refused =
                catchThrowableOfType(MalformedTraceException.class, () -> TraceReader.read(counts));

        assertThat(refused).hasMessageContaining("percentile_Average_25 must not be less");
        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.column()).isEqualTo(28);
    }

    private Trace read(String lines, Selection selection) throws IOException {
        Files.writeString(counts, HEADER + lines);
        return TraceReader.read(counts, Optional.empty(), selection);
    }

    private static Selection seeded(long seed) {
        return new Selection(Duration.ZERO, Selection.NO_END, Set.of(), Set.of(), 1, Integer.MAX_VALUE, seed);
    }

    private static long inMinute(Trace trace, int minute) {
        return trace.arrivals().stream()
                .filter(arrival -> arrival.offset().toMinutes() == minute)
                .count();
    }

    private static double share(Trace trace, int belowMillis) {
        long below = trace.arrivals().stream()
                .filter(arrival -> arrival.duration().toNanos() < belowMillis * 1_000_000L)
                .count();
        return (double) below / trace.arrivals().size();
    }
}
