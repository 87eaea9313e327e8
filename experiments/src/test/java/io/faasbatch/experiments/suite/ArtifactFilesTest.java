package io.faasbatch.experiments.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.results.ExperimentRecord;
import io.faasbatch.experiments.results.InvocationRow;
import io.faasbatch.experiments.results.InvocationRow.Outcome;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Status;
import io.faasbatch.experiments.results.RunWriter;
import io.faasbatch.experiments.results.SampleRow;
import io.faasbatch.experiments.system.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFilesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MEGABYTE = 1 << 20;

    @TempDir
    private Path place;

    @Test
    void namesAreThoseOfTheArtifact() {
        assertThat(ArtifactFiles.name("vanilla")).isEqualTo("BaseBatching");
        assertThat(ArtifactFiles.name("faasbatch")).isEqualTo("Batching");
        assertThat(ArtifactFiles.name("adaptive")).isEqualTo("Adaptive");
        assertThat(ArtifactFiles.seconds("10ms")).isEqualTo("0.01");
        assertThat(ArtifactFiles.seconds("200ms")).isEqualTo("0.2");
        assertThat(ArtifactFiles.seconds("1000ms")).isEqualTo("1");
    }

    @Test
    void eachRunHasItsThreeFilesInTheArtifactsUnits() throws IOException {
        write(1, Status.COMPLETE);

        Path cpu = place.resolve("artifact/cpu");
        assertThat(cpu.resolve("latency_amplification_Batching_cpu_0.2.csv")).hasContent("""
                function,container_name,schedule_time(ms),cold_start(ms),exec_time(ms),queue_time(ms),used_memory(MB),input_n
                f,c1,112,100,8,2,,25
                """);
        assertThat(cpu.resolve("num_containers_Batching_0.2.csv")).hasContent("""
                strategy,dispatch_interval,num_containers
                Batching,0.2,7
                """);
        assertThat(cpu.resolve("utilization_Batching_cpu_0.2.csv")).hasContent("""
                Time(s),Net_Receive(MB/s),CPU_Util(%%),Disk_WR(0.1*MB/s),Mem_Util(0.01*MB)
                1,3,%s,5,4
                2,3,%s,5,4
                """.formatted(percent(), percent()));
    }

    @Test
    void laterRepeatsStandBesideAndWhatIsNotReportedIsNotThere() throws IOException {
        write(2, Status.COMPLETE);
        write(3, Status.UNPUNCTUAL);

        assertThat(place.resolve("artifact/repeat-2/cpu/num_containers_Batching_0.2.csv"))
                .exists();
        assertThat(place.resolve("artifact/repeat-3")).doesNotExist();
    }

    /** Of one core and a half. */
    private static String percent() {
        double share = 150.0 / Machine.cores();
        return share == Math.rint(share) ? Long.toString((long) share) : Double.toString(share);
    }

    private void write(int repeat, Status status) throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        Map<String, String> configuration = Map.of("kind", "cpu", "strategy", "faasbatch", "interval", "200ms");
        try (RunWriter writer = folder.run(configuration, repeat).write()) {
            writer.invocation(invocation(Outcome.RIGHT));
            writer.invocation(invocation(Outcome.FAILED));
            writer.sample(sample(500));
            writer.sample(sample(1000));
            writer.sample(sample(1501));
            writer.finish(new RunRecord(
                    configuration,
                    repeat,
                    repeat,
                    START,
                    START,
                    status,
                    new RunRecord.Punctuality(0, 0, 0, status == Status.COMPLETE),
                    new RunRecord.Account(2, 1, 0, 1, 0, 0),
                    7,
                    1,
                    1,
                    1,
                    1,
                    1,
                    Map.of(),
                    List.of()));
        }
        ArtifactFiles.write(folder);
    }

    private static ExperimentRecord experiment() {
        return new ExperimentRecord(
                "sweep",
                "Sweep",
                "run.sh",
                START,
                Optional.empty(),
                1,
                Map.of(),
                List.of("kind", "strategy", "interval"),
                Map.of(),
                3,
                new ExperimentRecord.Machine("h", 2, "", 1, "", ""),
                new ExperimentRecord.Versions("1", Optional.empty(), "25", "", ""));
    }

    private static InvocationRow invocation(Outcome outcome) {
        return new InvocationRow(
                0, "f", "{\"n\":25}", 0, 0, 130, outcome, "i", 12, 100, 2, 8, "c1", true, "b1", 1, "{}");
    }

    private static SampleRow sample(double at) {
        return new SampleRow(
                at, 1, 1, 1, 300 * MEGABYTE, Double.NaN, 0.5, 100 * MEGABYTE, 0, 0, 1, 3 * MEGABYTE, MEGABYTE / 2);
    }
}
