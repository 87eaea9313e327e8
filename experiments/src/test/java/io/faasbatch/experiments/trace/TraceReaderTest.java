package io.faasbatch.experiments.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceReaderTest {

    @TempDir
    private Path folder;

    @Test
    void thePapersLoadIsReadWithItsInputs() throws IOException {
        Trace trace = read("""
                seq,arrival_ms,app,function,input_n,artifact_solo_exec_ms,time_source,function_confidence
                0,15,app_1,func_7,26,50.0,exact5ms,0.79
                1,95.5,app_1,func_8,23,10.8,exact5ms,0.91
                """);

        assertThat(trace.arrivals())
                .containsExactly(
                        new Arrival(Duration.ofMillis(15), "func_7", 26, Duration.ofMillis(50)),
                        new Arrival(Duration.ofNanos(95_500_000), "func_8", 23, Duration.ofNanos(10_800_000)));
    }

    @Test
    void aTraceOfDurationsGetsTheInputsThatStandForThem() throws IOException {
        Trace trace = read("""
                seq,arrival_ms,function,trigger,duration_ms
                0,22,aa,,262.4
                1,54,bb,http,3000
                """);

        assertThat(trace.arrivals()).extracting(Arrival::input).containsExactly(31, 35);
        assertThat(trace.arrivals().getFirst().duration()).isEqualTo(Duration.ofNanos(262_400_000));
    }

    @Test
    void arrivalsOfTheRawAzureTraceStartTheirDurationBeforeTheirEndAndAreOrdered() throws IOException {
        Trace trace = read("""
                app,func,end_timestamp,duration
                0123456789abcdef,fedcba9876543210,57.5,57.25
                0123456789abcdef,0000000000000000,0.125,0.125
                """);

        assertThat(trace.arrivals()).extracting(Arrival::offset).containsExactly(Duration.ZERO, Duration.ofMillis(250));
        assertThat(trace.functions()).containsExactly("0123456789ab-000000000000", "0123456789ab-fedcba987654");
    }

    @Test
    void aPlainTraceGetsTheDurationsOfItsInputs() throws IOException {
        Trace trace = read("offset_ms,function,input_n\n376.9,f,20\n\n");

        assertThat(trace.arrivals())
                .containsExactly(new Arrival(Duration.ofNanos(376_900_000), "f", 20, FibonacciInputs.COST_OF_20));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,f,ten|2|5|input_n must be a number",
                "1,f,2.5|2|5|input_n must be a whole number",
                "1,f,91|2|5|input_n must be a whole number",
                "-1,f,20|2|1|offset_ms must be from 0",
                "soon,f,20|2|1|offset_ms must be a number",
                "1e99,f,20|2|1|offset_ms must be from 0",
                "1,,20|2|3|function is empty",
                "1,f|2|4|2 fields, but 3",
                "1,f,20,4|2|8|4 fields, but 3",
            })
    void aBadLineIsRefusedWithItsPlace(String line, int number, int column, String message) throws IOException {
        MalformedTraceException refused = refused("offset_ms,function,input_n\n" + line + "\n");

        assertThat(refused).hasMessageContaining(message);
        assertThat(refused.line()).isEqualTo(number);
        assertThat(refused.column()).isEqualTo(column);
    }

    @Test
    void aFileWithAnotherHeaderIsRefusedWithThoseThatAreKnown() throws IOException {
        assertThat(refused("time,name\n1,f\n")).hasMessageContaining("offset_ms,function,input_n");
        assertThat(refused("offset_ms,function,function,input_n\n").column()).isEqualTo(20);
        assertThat(refused("")).hasMessageContaining("is empty");
        Path binary = folder.resolve("binary");
        Files.write(binary, "\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(MalformedTraceException.class, () -> TraceReader.read(binary)))
                .hasMessageContaining("UTF-8");
    }

    private Trace read(String text) throws IOException {
        return TraceReader.read(Files.writeString(folder.resolve("trace.csv"), text));
    }

    private MalformedTraceException refused(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("trace.csv"), text);
        return catchThrowableOfType(MalformedTraceException.class, () -> TraceReader.read(file));
    }
}
