package io.faasbatch.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.monitor.Usage;
import io.faasbatch.experiments.results.ExperimentRecord;
import io.faasbatch.experiments.results.ResultFolder;
import io.faasbatch.experiments.results.RunRecord;
import io.faasbatch.experiments.results.RunRecord.Status;
import io.faasbatch.experiments.results.StoredRun;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {

    private static final List<String> FACTORS = List.of("strategy");
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Duration LATE = Duration.ofSeconds(1);

    @TempDir
    private Path place;

    private final List<String> events = new ArrayList<>();
    private final Scripted experiment = new Scripted();
    private final Stopping stopping = new Stopping();
    private ResultFolder folder;

    @BeforeEach
    void begin() throws IOException {
        folder = ResultFolder.create(
                place,
                new ExperimentRecord(
                        "some",
                        "Some",
                        "run.sh",
                        CLOCK.instant(),
                        Optional.empty(),
                        1,
                        Map.of(),
                        FACTORS,
                        Map.of(),
                        2,
                        new ExperimentRecord.Machine("h", 2, "", 1, "", ""),
                        new ExperimentRecord.Versions("1", Optional.empty(), "25", "", "")));
    }

    @Test
    void everyRunIsOnASystemWithoutContainersAndOnDiskBeforeTheNext() throws IOException {
        assertThat(run(2)).isTrue();

        assertThat(events)
                .containsExactly(
                        "start {}", "warm up", "clear", "a-1-1", "clear", "b-1-1", "clear", "b-2-1", "clear", "a-2-1");
        assertThat(folder.runs()).extracting(StoredRun::id).containsExactly("a", "a", "b", "b");
        assertThat(folder.experiment().finishedAt()).isPresent();
    }

    @Test
    void aRunThatIsThereIsNotMadeAgain() throws IOException {
        run(1);
        events.clear();

        assertThat(run(2)).isTrue();

        assertThat(events).contains("b-2-1", "a-2-1").doesNotContain("a-1-1", "b-1-1");
    }

    @Test
    void aRunThatWasStoppedOnItsWayIsKeptAsPartialAndMadeAgain() throws IOException {
        experiment.stopIn = "b-1-1";
        assertThat(run(1)).isFalse();
        assertThat(record("b").status()).isEqualTo(Status.PARTIAL);
        assertThat(folder.experiment().finishedAt()).isEmpty();

        experiment.stopIn = "";
        events.clear();
        assertThat(new Runner(experiment, folder, new Recorded(), silent(), CLOCK, new Stopping()).run(1))
                .isTrue();

        assertThat(events).contains("b-1-1").doesNotContain("a-1-1");
        assertThat(record("b").status()).isEqualTo(Status.COMPLETE);
    }

    @Test
    void aLateRunIsMadeOnceMore() throws IOException {
        experiment.late = Set.of("a-1-1");
        run(1);

        assertThat(events).containsSubsequence("a-1-1", "clear", "a-1-2", "clear", "b-1-1");
        assertThat(record("a").status()).isEqualTo(Status.COMPLETE);
    }

    @Test
    void aRunThatIsLateTwiceIsKeptButNotReported() throws IOException {
        experiment.late = Set.of("a-1-1", "a-1-2");
        run(1);

        assertThat(record("a").status()).isEqualTo(Status.UNPUNCTUAL);
        assertThat(record("a").punctuality().kept()).isFalse();
    }

    @Test
    void otherSettingsStartTheSystemAnew() throws IOException {
        experiment.settingsOfB = Map.of("FAASBATCH_WARM_POOL", "1");
        run(1);

        assertThat(events)
                .containsSubsequence(
                        "start {}", "warm up", "a-1-1", "start {FAASBATCH_WARM_POOL=1}", "warm up", "b-1-1");
    }

    @Test
    void laterRunsSeeTheFiguresOfTheFirst() throws IOException {
        run(1);

        assertThat(experiment.seenOfA).containsExactly(42.0);
    }

    private boolean run(int repeats) throws IOException {
        return new Runner(experiment, folder, new Recorded(), silent(), CLOCK, stopping).run(repeats);
    }

    private RunRecord record(String id) throws IOException {
        return folder.run(id, 1).read();
    }

    private static PrintStream silent() {
        return new PrintStream(PrintStream.nullOutputStream());
    }

    /** Two configurations, whose measurements are made up. */
    private final class Scripted implements Experiment {

        private final Configuration a = Configuration.of(FACTORS, "a");
        private final Configuration b = Configuration.of(FACTORS, "b");
        private final List<Double> seenOfA = new ArrayList<>();
        private Set<String> late = Set.of();
        private Map<String, String> settingsOfB = Map.of();
        private String stopIn = "";

        @Override
        public List<String> factors() {
            return FACTORS;
        }

        @Override
        public Map<String, String> baseline() {
            return Map.of();
        }

        @Override
        public List<Configuration> configurations() {
            return List.of(a, b);
        }

        @Override
        public Map<String, String> settings(Configuration configuration) {
            return configuration.equals(b) ? settingsOfB : Map.of();
        }

        @Override
        public void warmUp(Bench bench) {
            events.add("warm up");
        }

        @Override
        public Measurement measure(Configuration configuration, Bench bench) throws IOException {
            events.add(bench.run());
            bench.figure(a, "figureMs").ifPresent(seenOfA::add);
            boolean stopped = bench.run().equals(stopIn);
            if (stopped) {
                stopping.begin(bench.driver());
                stopping.wish();
                stopping.end();
            }
            Duration lateness = late.contains(bench.run()) ? LATE : Duration.ZERO;
            return new Measurement(
                            result(lateness, stopped ? 1 : 0),
                            new Usage(Set.of("c1"), 1, 2, 2, 3, Duration.ZERO, Duration.ZERO, 4),
                            List.of(),
                            List.of(),
                            Map.of(),
                            List.of())
                    .with("figureMs", 42);
        }

        private LoadResult result(Duration lateness, int left) {
            Call call = new Call(Duration.ZERO, "f", "{}", _ -> true);
            Answer answer = new Answer("i", Map.of(), "c1", true, "b1", 1, null);
            Outcome outcome =
                    new Outcome(0, call, lateness, Duration.ofMillis(5), Outcome.Kind.RIGHT, Optional.of(answer), "");
            return new LoadResult(List.of(outcome), 0, Duration.ofMillis(5), left);
        }
    }

    /** Writes down what is asked of it. */
    private final class Recorded implements MeasuredSystem {

        private final Gateway gateway = new Gateway(URI.create("http://127.0.0.1:1"), "key");
        private Optional<Map<String, String>> settings = Optional.empty();

        @Override
        public boolean have(Map<String, String> wished) {
            if (settings.equals(Optional.of(wished))) {
                return false;
            }
            events.add("start " + wished);
            settings = Optional.of(wished);
            return true;
        }

        @Override
        public void clear() {
            events.add("clear");
        }

        @Override
        public Gateway gateway() {
            return gateway;
        }

        @Override
        public long workerPid() {
            return ProcessHandle.current().pid();
        }
    }
}
