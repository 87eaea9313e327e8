package io.faasbatch.experiments.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.faasbatch.experiments.results.ExperimentRecord.Machine;
import io.faasbatch.experiments.results.ExperimentRecord.Versions;
import io.faasbatch.experiments.results.InvocationRow.Outcome;
import io.faasbatch.experiments.results.RunRecord.Account;
import io.faasbatch.experiments.results.RunRecord.Punctuality;
import io.faasbatch.experiments.results.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFolderTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path place;

    @Test
    void whatWasWrittenIsReadAgain() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        write(folder, "cpu", "faasbatch", 1);

        ResultFolder again = ResultFolder.open(place);
        assertThat(again.experiment()).isEqualTo(experiment());
        assertThat(again.runs()).extracting(StoredRun::id).containsExactly("cpu_faasbatch");
        StoredRun run = again.runs().getFirst();
        assertThat(run.read()).isEqualTo(record("cpu", "faasbatch", 1));
        assertThat(run.invocations()).containsExactly(invocation("{\"say\":\"a, \\\"b\\\"\"}"), lost());
        assertThat(run.samples()).containsExactly(sample());
        assertThat(run.containers()).containsExactly(new ContainerRow(500, "c1", "f", 0.25, 1 << 20, Double.NaN));
    }

    @Test
    void theColumnsAreThoseThatEverybodyReads() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        write(folder, "cpu", "faasbatch", 1);

        Path run = place.resolve("runs/cpu_faasbatch/1");
        assertThat(run.resolve("invocations.csv")).content().startsWith("""
                index,function,input,planned_ms,lateness_ms,end_to_end_ms,outcome,id,scheduling_ms,cold_start_ms,queueing_ms,execution_ms,container,cold,batch,batch_size,answer
                0,f,20,1.5,0.125,12,RIGHT,i1,1,0,0,9,c1,true,b1,2,"{""say"":""a, \\""b\\""\""}"
                1,f,20,2,0,3,LOST,,,,,,,false,,0,
                """);
        assertThat(run.resolve("samples.csv")).content().startsWith("""
                at_ms,containers,containers_created,container_cpu_cores,container_rss_bytes,container_pss_bytes,worker_cpu_cores,worker_rss_bytes,queue_length,in_flight,mean_batch_size,net_receive_bytes_per_s,disk_write_bytes_per_s
                500,2,3,1.25,1000000,,0.5,2000000,4,7,3.5,,0
                """);
        assertThat(run.resolve("containers.csv")).content().startsWith("""
                at_ms,container,function,cpu_cores,rss_bytes,pss_bytes
                500,c1,f,0.25,1048576,
                """);
    }

    @Test
    void aRunThatDidNotComeToItsEndIsNotDone() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        try (RunWriter writer = folder.run("cpu_faasbatch", 1).write()) {
            writer.invocation(invocation("1"));
        }

        assertThat(folder.run("cpu_faasbatch", 1).done()).isFalse();
        assertThat(folder.runs()).isEmpty();
    }

    @Test
    void whatIsBegunAnewIsNotDoneUntilItEndsAgain() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        write(folder, "cpu", "faasbatch", 1);

        try (RunWriter _ = folder.run("cpu_faasbatch", 1).write()) {
            assertThat(folder.run("cpu_faasbatch", 1).done()).isFalse();
        }
    }

    @Test
    void runsAreListedByConfigurationAndRepeatWhateverElseIsThere() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        write(folder, "io", "vanilla", 1);
        write(folder, "cpu", "vanilla", 10);
        write(folder, "cpu", "vanilla", 2);
        Files.createDirectories(place.resolve("runs/cpu_vanilla/notes"));
        Files.writeString(place.resolve("runs/README"), "mine");

        assertThat(folder.runs())
                .extracting(run -> run.id() + " " + run.repeat())
                .containsExactly("cpu_vanilla 2", "cpu_vanilla 10", "io_vanilla 1");
    }

    @Test
    void theEndOfAnExperimentReplacesItsRecordAndLeavesNoDraft() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        assertThat(folder.experiment().finishedAt()).isEmpty();

        folder.write(folder.experiment().finished(START.plusSeconds(9)));

        assertThat(folder.experiment().finishedAt()).contains(START.plusSeconds(9));
        assertThat(place).isDirectoryNotContaining("glob:**.draft");
    }

    @Test
    void quantitiesThatWereNotMeasuredComeBackAsSuch() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        write(folder, "cpu", "faasbatch", 1);

        assertThat(folder.runs().getFirst().read().meanMemoryBytes()).isNaN();
    }

    @Test
    void aFolderWithoutAnExperimentIsRefused() {
        assertThatThrownBy(() -> ResultFolder.open(place))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("is not a folder of results");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200 ms", "a_b", "../up", "a/b", ".hidden"})
    void aFactorsValueMustFitIntoANameThatCanBeTakenApartAgain(String value) {
        assertThatThrownBy(() -> experiment().idOf(Map.of("kind", "cpu", "strategy", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("strategy");
    }

    @Test
    void aConfigurationHasExactlyTheFactors() {
        assertThatThrownBy(() -> experiment().idOf(Map.of("kind", "cpu")))
                .hasMessageContaining("the factors are [kind, strategy]");
        assertThat(experiment().idOf(Map.of("strategy", "sfs", "kind", "io"))).isEqualTo("io_sfs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            outcome RIGHT is twelve  | 2 | 12 | end_to_end_ms must be a number
            outcome MAYBE            | 2 | 15 | outcome must be one of RIGHT, WRONG, FAILED, LOST
            batch size of a half     | 2 | 41 | batch_size must be a whole number
            cold is perhaps          | 2 | 33 | cold must be true or false
            a quote left open        | 2 | 43 | a quoted field that does not end
            text behind a quote      | 2 | 46 | text after the end
            a quote in the middle    | 2 | 44 | a quote within a field
            a field too few          | 2 | 41 | 16 fields, but 17 in the header
            a field too many         | 2 | 45 | 18 fields, but 17 in the header
            """)
    void aBrokenRowIsRefusedWithItsPlace(String what, int line, int column, String reason) throws IOException {
        MalformedResultException refusal = refusal(brokenRow(what));

        assertThat(refusal).hasMessageContaining("invocations.csv:" + line + ":" + column + ": " + reason);
        assertThat(refusal.line()).isEqualTo(line);
        assertThat(refusal.column()).isEqualTo(column);
    }

    @Test
    void aFaultBehindAFieldOfSeveralLinesHasTheLineItStandsIn() throws IOException {
        String good = "0,f,20,0,0,1,RIGHT,i1,0,0,0,1,c,false,b,1,\"a\nb\"\r\n";
        String bad = "x,f,20,0,0,1,RIGHT,i1,0,0,0,1,c,false,b,1,1\n";

        assertThat(refusal(good + bad)).hasMessageContaining("invocations.csv:4:1: index must be a whole number");
    }

    @Test
    void aHeaderWithoutAColumnIsRefused() throws IOException {
        StoredRun run = run();
        Files.writeString(run.folder().resolve("samples.csv"), "at_ms,containers\n");
        Files.writeString(run.folder().resolve("containers.csv"), "");

        assertThatThrownBy(run::samples).hasMessageContaining("samples.csv:1:1: there is no column containers_created");
        assertThatThrownBy(run::containers).hasMessageContaining("containers.csv:1:1: is empty");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "sent" : 2    | "sent" : 3       | of 3 calls sent, 2 are accounted for
            "repeat" : 1, | "repeat" : 0,    | repeat and order count from 1
            "repeat" : 1, |                  | repeat
            "complete"    | "nearly"         | nearly
            "order" : 7,  | "order" : 7      | expecting comma
            "repeat" : 1  | "repeat" : "two" | two
            """)
    void aBrokenRecordIsRefusedWithItsPlace(String there, String instead, String reason) throws IOException {
        StoredRun run = run();
        Path file = run.folder().resolve("run.json");
        String good = Files.readString(file);
        assertThat(good).contains(there);
        Files.writeString(file, good.replace(there, instead == null ? "" : instead));

        MalformedResultException refusal = catchThrowableOfType(MalformedResultException.class, run::read);
        assertThat(refusal).hasMessageContaining("run.json:").hasMessageContaining(reason);
        assertThat(refusal.line()).isPositive();
    }

    @Test
    void aRecordThatEndsTooEarlyIsRefused() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        Files.writeString(place.resolve("experiment.json"), "{\n  \"experiment\" : \"x\",\n");

        assertThatThrownBy(folder::experiment)
                .isInstanceOf(MalformedResultException.class)
                .hasMessageContaining("experiment.json:3:");
    }

    private static String brokenRow(String what) {
        String start = "0,f,20,0,0,";
        String middle = ",i1,0,0,0,1,c,";
        return switch (what) {
            case "outcome RIGHT is twelve" -> start + "twelve,RIGHT" + middle + "false,b,1,1\n";
            case "outcome MAYBE" -> start + "10,MAYBE" + middle + "false,b,1,1\n";
            case "batch size of a half" -> start + "1,RIGHT" + middle + "false,b,0.5,1\n";
            case "cold is perhaps" -> start + "1,RIGHT" + middle + "perhaps,b,1,1\n";
            case "a quote left open" -> start + "1,RIGHT" + middle + "false,b,1,\"1\n";
            case "text behind a quote" -> start + "1,RIGHT" + middle + "false,b,1,\"1\"2\n";
            case "a quote in the middle" -> start + "1,RIGHT" + middle + "false,b,1,1\"\n";
            case "a field too few" -> start + "1,RIGHT" + middle + "false,b,1\n";
            case "a field too many" -> start + "1,RIGHT" + middle + "false,b,1,1,1\n";
            default -> throw new IllegalArgumentException(what);
        };
    }

    private MalformedResultException refusal(String rows) throws IOException {
        StoredRun run = run();
        Path file = run.folder().resolve("invocations.csv");
        String header = Files.readAllLines(file).getFirst();
        Files.writeString(file, header + "\n" + rows);
        return catchThrowableOfType(MalformedResultException.class, run::invocations);
    }

    private StoredRun run() throws IOException {
        ResultFolder folder = ResultFolder.create(place, experiment());
        write(folder, "cpu", "faasbatch", 1);
        return folder.run("cpu_faasbatch", 1);
    }

    private static void write(ResultFolder folder, String kind, String strategy, int repeat) throws IOException {
        Map<String, String> configuration = Map.of("kind", kind, "strategy", strategy);
        try (RunWriter writer = folder.run(configuration, repeat).write()) {
            writer.invocation(invocation("{\"say\":\"a, \\\"b\\\"\"}"));
            writer.invocation(lost());
            writer.sample(sample());
            writer.container(new ContainerRow(500, "c1", "f", 0.25, 1 << 20, Double.NaN));
            writer.finish(record(kind, strategy, repeat));
        }
    }

    private static InvocationRow invocation(String answer) {
        return new InvocationRow(
                0, "f", "20", 1.5, 0.125, 12, Outcome.RIGHT, "i1", 1, 0, 0, 9, "c1", true, "b1", 2, answer);
    }

    private static InvocationRow lost() {
        double unknown = Double.NaN;
        return new InvocationRow(
                1, "f", "20", 2, 0, 3, Outcome.LOST, "", unknown, unknown, unknown, unknown, "", false, "", 0, "");
    }

    private static SampleRow sample() {
        return new SampleRow(500, 2, 3, 1.25, 1e6, Double.NaN, 0.5, 2e6, 4, 7, 3.5, Double.NaN, 0);
    }

    private static RunRecord record(String kind, String strategy, int repeat) {
        return new RunRecord(
                Map.of("kind", kind, "strategy", strategy),
                repeat,
                7,
                START,
                START.plusSeconds(60),
                Status.COMPLETE,
                new Punctuality(0.1, 2.5, 4, true),
                new Account(2, 1, 0, 0, 1, 0),
                3,
                12.5,
                1e9,
                Double.NaN,
                8,
                2,
                Map.of("coldStartMs", 412.5),
                List.of("one call was never answered"));
    }

    private static ExperimentRecord experiment() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("strategies", List.of("vanilla", "faasbatch"));
        parameters.put("requests", 400);
        return new ExperimentRecord(
                "dispatch-interval-sensitivity",
                "Sensitivity to the dispatch interval",
                "run.sh --quick",
                START,
                Optional.empty(),
                42,
                parameters,
                List.of("kind", "strategy"),
                Map.of("strategy", "vanilla"),
                3,
                new Machine("host", 2, "a processor", 8L << 30, "5.10", "Debian"),
                new Versions("0.1.0", Optional.empty(), "25", "20.10", "7.0"));
    }
}
