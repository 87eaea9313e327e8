package io.faasbatch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasbatch.experiments.results.InventedResults;
import io.faasbatch.experiments.results.InventedResults.Shape;
import io.faasbatch.experiments.results.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    @TempDir
    private Path folder;

    @Test
    void theSweepHasTheChartsOfThePaperAndItsRatiosMarkedAsTheirs() throws IOException {
        InventedResults.sweep(folder, 40, List.of("50ms", "200ms", "500ms"));

        String page = Files.readString(Report.write(folder));

        assertThat(page)
                .contains("Share of calls answered within a time: cpu", "Share of calls answered within a time: io")
                .contains("The four latencies, mean: cpu", "Containers alive", "Memory of the containers")
                .contains("Sensitivity to the interval", "Against the baseline", "Beside the paper")
                .contains("the paper's", "ICDCS 2023")
                .contains("0123abcd", "Some Processor 3000", "Seed", "run.sh --quick");
    }

    @Test
    void aPageNeedsNothingFromANetworkAndEscapesWhatItShows() throws IOException {
        InventedResults.sweep(folder, 20, List.of("50ms", "200ms"));

        String page = Files.readString(Report.write(folder));
        String own = page.substring(0, page.indexOf("<script type=\"application/json\""));

        assertThat(own).doesNotContain("src=", "http://", "https://", "@import", "url(");
        assertThat(own).contains("An invented experiment &lt;of tests&gt;").doesNotContain("<of tests>");
    }

    @Test
    void runsThatAreNotReportedAreNamedWithTheirReason() throws IOException {
        InventedResults.sweep(folder, 20, List.of("50ms", "200ms"));

        assertThat(Files.readString(Report.write(folder)))
                .contains("cpu_sfs_50ms, repeat 4")
                .contains("the driver did not keep its schedule: 1 of 100 calls was sent more than 180 ms late")
                .contains("tried twice");
    }

    @Test
    void anyExperimentHasAPageWhateverItsFactors() throws IOException {
        InventedResults.in(folder, "cold-start", "way")
                .run(Map.of("way", "container"), 1, new Shape(10, 400, 10), Status.COMPLETE, Map.of("startMs", 400.0))
                .run(Map.of("way", "fork"), 1, new Shape(10, 4, 1), Status.COMPLETE, Map.of("startMs", 4.0));

        assertThat(Files.readString(Report.write(folder)))
                .contains("What this experiment measures", "Side by side", "container", "fork")
                .doesNotContain("Beside the paper", "Against the baseline");
    }

    @Test
    void whereNothingHasTheFourLatenciesThereAreNoBarsForThem() throws IOException {
        InventedResults.in(folder, "workflows", "engine")
                .run(Map.of("engine", "ours"), 1, new Shape(10, 0, 0, 0, 0, 1))
                .run(Map.of("engine", "other"), 1, new Shape(10, 0, 0, 0, 0, 1));

        assertThat(Files.readString(Report.write(folder)))
                .contains("Side by side")
                .doesNotContain("The four latencies, mean");
    }

    @Test
    void anExperimentWithoutAnyRunThatMayBeReportedSaysSo() throws IOException {
        InventedResults.in(folder, "x", "strategy")
                .run(Map.of("strategy", "vanilla"), 1, new Shape(10, 4, 1), Status.PARTIAL, Map.of());

        assertThat(Files.readString(Report.write(folder)))
                .contains("There is no run yet whose figures may be reported")
                .contains("stopped by its user after 10 calls");
    }

    @Test
    void aLargeRunDoesNotMakeALargePage() throws IOException {
        InventedResults.in(folder, "large", "strategy")
                .run(Map.of("strategy", "vanilla"), 1, new Shape(20_000, 100, 10))
                .run(Map.of("strategy", "faasbatch"), 1, new Shape(20_000, 10, 1));

        assertThat(Files.size(Report.write(folder))).isLessThan(2_000_000);
    }

    @Test
    void theSameFiguresAreThereForPrograms() throws IOException {
        InventedResults.sweep(folder, 40, List.of("50ms", "200ms"));
        Report.write(folder);

        JsonNode json = new JsonMapper().readTree(Files.readAllBytes(folder.resolve("report.json")));
        JsonNode configuration = json.path("configurations")
                .valueStream()
                .filter(one -> one.path("id").asString().equals("cpu_faasbatch_200ms"))
                .findFirst()
                .orElseThrow();
        JsonNode mean = configuration.path("figures").path("endToEnd.mean");
        List<String> csv = Files.readAllLines(folder.resolve("figures.csv"));
        String[] line = csv.stream()
                .filter(one -> one.startsWith("cpu,faasbatch,200ms,endToEnd.mean,ms,"))
                .findFirst()
                .orElseThrow()
                .split(",", -1);

        assertThat(csv.getFirst())
                .isEqualTo(
                        "kind,strategy,interval,figure,unit,median,least,most,repeats,times_better,times_better_low,times_better_high");
        assertThat(Double.parseDouble(line[5])).isCloseTo(mean.path("median").doubleValue(), within(0.01));
        assertThat(Double.parseDouble(line[9]))
                .isCloseTo(mean.path("timesBetter").path("value").doubleValue(), within(0.01));
        assertThat(mean.path("repeats").size()).isEqualTo(3);
        assertThat(json.path("notReported").size()).isEqualTo(1);
        assertThat(json.path("paper").size()).isEqualTo(6);
        assertThat(json.path("experiment").path("seed").intValue()).isEqualTo(42);
    }

    @Test
    void theSameResultsMakeTheSameReport() throws IOException {
        InventedResults.sweep(folder, 20, List.of("50ms", "200ms"));
        Report.write(folder);
        String first = Files.readString(folder.resolve("report.json"));

        Report.write(folder);

        assertThat(Files.readString(folder.resolve("report.json"))).isEqualTo(first);
    }
}
