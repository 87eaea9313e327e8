package io.faasbatch.experiments.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.Latency;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.monitor.Usage;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.Trace;
import io.faasbatch.experiments.workload.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

    private static final Duration LATE = Duration.ofSeconds(1);
    private static final Map<Latency, Duration> NO_LATENCIES =
            Arrays.stream(Latency.values()).collect(Collectors.toMap(latency -> latency, _ -> Duration.ZERO));

    private Plan plan = plan(Sample.CPU);

    @Test
    void aStrategyWhoseRunsWereAllLateIsShownAndMarked() {
        String text = printed(run("sfs", 0, LATE, 0), run("faasbatch", 0, Duration.ZERO, 0));

        assertThat(text)
                .containsPattern("\\| sfs \\* +\\|  *5\\.00 \\|")
                .containsPattern("\\| faasbatch +\\|  *5\\.00 \\|");
        assertThat(text).contains("* sfs, repeat 1: 1 of 100 calls was sent more than 1000 ms late");
    }

    @Test
    void itIsSaidWhichStrategiesRanAnotherKindOfFunction() {
        assertThat(printed(run("sfs", 0, Duration.ZERO, 0))).contains(", cpu, inputs");

        plan = plan(Sample.IO);

        assertThat(printed(run("sfs", 0, Duration.ZERO, 0))).contains(", io (io-shared under faasbatch), inputs");
    }

    @Test
    void aLateRepeatIsLeftOutWhereAnotherWasPunctual() {
        String text = printed(run("sfs", 0, LATE, 0), run("sfs", 1, Duration.ZERO, 0));

        assertThat(text).containsPattern("\\| sfs +\\|  *5\\.00 \\|").doesNotContain("sfs *");
        assertThat(text).contains("not in the tables: sfs, repeat 1: 1 of 100 calls was sent more than 1000 ms late");
    }

    @Test
    void aRunThatWasStoppedIsNotShownEvenWhereThereIsNoOther() {
        String text = printed(run("sfs", 0, LATE, 1));

        assertThat(text).containsPattern("\\| sfs +\\|  *- \\|").doesNotContain("sfs *", "5.00");
    }

    private static Plan plan(Sample sample) {
        return new Plan(
                new Trace("invented", List.of(new Arrival(Duration.ZERO, "f", 20, Duration.ZERO))),
                0,
                sample,
                List.of("sfs", "faasbatch"),
                Duration.ofMillis(200),
                2,
                0);
    }

    private String printed(Run... runs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ComparisonReport(plan, List.of(runs)).print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Run run(String strategy, int repeat, Duration lateness, int left) {
        Call call = new Call(Duration.ZERO, "f", "{}", _ -> true);
        Answer answer = new Answer("i", NO_LATENCIES, "c1", true, "b1", 1, null);
        Outcome outcome =
                new Outcome(0, call, lateness, Duration.ofMillis(5), Outcome.Kind.RIGHT, Optional.of(answer), "");
        return new Run(
                strategy,
                repeat,
                Optional.empty(),
                new LoadResult(List.of(outcome), 0, Duration.ofMillis(5), left),
                new Usage(Set.of("c1"), 1, 2, 2, 3, Duration.ZERO, Duration.ZERO, 4));
    }
}
