package io.faasbatch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.report.Layout.Panel;
import io.faasbatch.experiments.results.InventedResults;
import io.faasbatch.experiments.results.InventedResults.Shape;
import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Study;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayoutTest {

    private static final Shape SHAPE = new Shape(10, 100, 4);

    @TempDir
    private Path folder;

    @Test
    void quantitiesGoAlongTheAxisStrategiesGetColoursAndTheRestPanels() throws IOException {
        InventedResults.sweep(folder, 10, List.of("50ms", "200ms"));
        Layout layout = Layout.of(Study.read(folder));

        assertThat(layout.axis()).contains("interval");
        assertThat(layout.series()).contains("strategy");
        assertThat(layout.panels()).extracting(Panel::title).containsExactly("cpu", "io");
        assertThat(layout.usualStep(layout.panels().getFirst())).isEqualTo("200ms");
    }

    @Test
    void whatWasRunAtOneIntervalOnlyIsBesideTheOthersAtEvery() throws IOException {
        InventedResults.sweep(folder, 10, List.of("50ms", "200ms"));
        Layout layout = Layout.of(Study.read(folder));

        assertThat(layout.at(layout.panels().getFirst(), "50ms"))
                .extracting(Configuration::id)
                .containsExactly(
                        "cpu_vanilla_50ms",
                        "cpu_sfs_50ms",
                        "cpu_kraken_50ms",
                        "cpu_faasbatch_50ms",
                        "cpu_adaptive_200ms");
    }

    @Test
    void withoutStrategiesTheBaselineOrTheFirstFactorGetsTheColours() throws IOException {
        InventedResults.in(folder, "sharing", "clients", "sharing")
                .run(Map.of("clients", "1", "sharing", "shared"), 1, SHAPE)
                .run(Map.of("clients", "8", "sharing", "shared"), 1, SHAPE)
                .run(Map.of("clients", "8", "sharing", "unshared"), 1, SHAPE);
        Layout layout = Layout.of(Study.read(folder));

        assertThat(layout.axis()).contains("clients");
        assertThat(layout.series()).contains("sharing");
        assertThat(layout.panels()).hasSize(1);
    }

    @Test
    void anExperimentOfOneConfigurationHasOnePanelAndOneSeries() throws IOException {
        InventedResults.in(folder, "x", "strategy").run(Map.of("strategy", "vanilla"), 1, SHAPE);
        Layout layout = Layout.of(Study.read(folder));

        assertThat(layout.axis()).isEmpty();
        assertThat(layout.bySeries(layout.panels().getFirst())).containsOnlyKeys("all runs");
    }
}
