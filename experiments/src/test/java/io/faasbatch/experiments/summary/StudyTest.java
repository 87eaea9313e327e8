package io.faasbatch.experiments.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasbatch.experiments.results.InventedResults;
import io.faasbatch.experiments.results.InventedResults.Shape;
import io.faasbatch.experiments.results.RunRecord.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {

    private static final Shape SHAPE = new Shape(40, 100, 4);

    @TempDir
    private Path folder;

    @Test
    void runsThatMayNotBeReportedHaveNoFigures() throws IOException {
        InventedResults.in(folder, "x", "strategy")
                .run(Map.of("strategy", "vanilla"), 1, SHAPE)
                .run(Map.of("strategy", "vanilla"), 2, SHAPE, Status.UNPUNCTUAL, Map.of())
                .run(Map.of("strategy", "sfs"), 1, SHAPE, Status.PARTIAL, Map.of());

        Study study = Study.read(folder);

        assertThat(study.configurations()).extracting(Configuration::id).containsExactly("vanilla");
        assertThat(study.configurations().getFirst().runs()).hasSize(1);
        assertThat(study.refused()).hasSize(2);
    }

    @Test
    void valuesStandInTheOrderThatReadersExpect() throws IOException {
        InventedResults results = InventedResults.in(folder, "x", "strategy", "interval");
        for (String interval : List.of("1s", "50ms", "200ms", "none")) {
            results.run(Map.of("strategy", "vanilla", "interval", interval), 1, SHAPE);
        }
        for (String strategy : List.of("other", "adaptive", "faasbatch", "kraken", "sfs")) {
            results.run(Map.of("strategy", strategy, "interval", "50ms"), 1, SHAPE);
        }

        Study study = Study.read(folder);

        assertThat(study.values("interval")).containsExactly("50ms", "200ms", "1s", "none");
        assertThat(study.values("strategy"))
                .containsExactly("vanilla", "sfs", "kraken", "faasbatch", "adaptive", "other");
    }

    @Test
    void theCounterpartIsTheBaselineThatDiffersInNothingElse() throws IOException {
        Study study = Study.read(sweep());

        assertThat(counterpart(study, "io_faasbatch_50ms")).isEqualTo("io_vanilla_50ms");
        assertThat(study.counterpart(configuration(study, "io_vanilla_50ms"))).isEmpty();
    }

    @Test
    void whereTheBaselineWasRunOnceOnlyItIsTheCounterpartOfAll() throws IOException {
        InventedResults.in(folder, "x", "strategy", "interval")
                .run(Map.of("strategy", "vanilla", "interval", "none"), 1, SHAPE)
                .run(Map.of("strategy", "faasbatch", "interval", "50ms"), 1, SHAPE)
                .run(Map.of("strategy", "faasbatch", "interval", "200ms"), 1, SHAPE);

        assertThat(counterpart(Study.read(folder), "faasbatch_200ms")).isEqualTo("vanilla_none");
    }

    @Test
    void aFigureIsTheMedianOfTheRepeatsWithTheirRange() throws IOException {
        InventedResults results = InventedResults.in(folder, "x", "strategy");
        results.run(Map.of("strategy", "vanilla"), 1, new Shape(10, 100, 3));
        results.run(Map.of("strategy", "vanilla"), 2, new Shape(10, 100, 9));
        results.run(Map.of("strategy", "vanilla"), 3, new Shape(10, 100, 4));

        Configuration.Spread spread =
                Study.read(folder).configurations().getFirst().spread(Figures.CONTAINERS);

        assertThat(spread).isEqualTo(new Configuration.Spread(4, 3, 9, List.of(3.0, 9.0, 4.0)));
    }

    @Test
    void anExperimentsOwnFiguresTellTheirUnitsByTheirNames() throws IOException {
        InventedResults.in(folder, "x", "strategy")
                .run(
                        Map.of("strategy", "vanilla"),
                        1,
                        SHAPE,
                        Status.COMPLETE,
                        Map.of("fromWarmPoolMs", 12.0, "executionsPerSecond", 3.0, "steps", 50.0));

        List<Figure> own = Figures.shown(Study.read(folder).measured());

        assertThat(own)
                .extracting(Figure::toString)
                .containsExactlyInAnyOrder("from warm pool, ms", "executions, 1/s", "steps");
        assertThat(own)
                .filteredOn(figure -> figure.name().equals("executionsPerSecond"))
                .allMatch(figure -> figure.better() == Figure.Better.HIGHER);
        assertThat(own).filteredOn(figure -> figure.name().equals("steps")).noneMatch(Figure::judged);
    }

    @Test
    void quantitiesAreBroughtToOneUnit() {
        assertThat(Quantity.of("0.2s")).contains(new Quantity(200, "ms"));
        assertThat(Quantity.of("200ms")).contains(new Quantity(200, "ms"));
        assertThat(Quantity.of("640")).contains(new Quantity(640, ""));
        assertThat(Quantity.of("2MiB").orElseThrow().value()).isCloseTo(1 << 21, within(1e-6));
        assertThat(Quantity.of("genome-52")).isEmpty();
    }

    private Path sweep() throws IOException {
        InventedResults.sweep(folder, 20, List.of("50ms", "200ms"));
        return folder;
    }

    private static String counterpart(Study study, String id) {
        return study.counterpart(configuration(study, id)).orElseThrow().id();
    }

    private static Configuration configuration(Study study, String id) {
        return study.configurations().stream()
                .filter(configuration -> configuration.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
