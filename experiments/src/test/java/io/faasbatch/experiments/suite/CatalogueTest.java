package io.faasbatch.experiments.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.experiments.experiment.Configuration;
import io.faasbatch.experiments.experiment.Experiment;
import io.faasbatch.experiments.experiment.MalformedExperimentException;
import io.faasbatch.experiments.experiment.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of the experiments as they are delivered. */
class CatalogueTest {

    private static final Path SCRIPTS = Path.of("..", "test-scripts");

    @TempDir
    private Path folder;

    static List<Path> files() throws IOException {
        try (Stream<Path> folders = Files.list(SCRIPTS)) {
            return folders.map(path -> path.resolve("experiment.yaml"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    @Test
    void thereAreEight() throws IOException {
        assertThat(files()).hasSize(8);
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileIsAnExperimentWhoseParametersAreAllKnown(Path file) throws IOException {
        for (boolean quick : List.of(false, true)) {
            Parameters parameters = Parameters.read(file, quick);
            Experiment experiment = Catalogue.of(parameters);
            parameters.number("repeats", 1, 1000);
            parameters.text("title");
            parameters.refuseUnread();

            List<Configuration> configurations = experiment.configurations();
            assertThat(new HashSet<>(configurations))
                    .hasSameSizeAs(configurations)
                    .isNotEmpty();
            assertThat(configurations).allSatisfy(configuration -> {
                assertThat(configuration.values().keySet()).containsExactlyElementsOf(experiment.factors());
                assertThat(configuration.values().values()).allMatch(value -> value.matches("[A-Za-z0-9.+-]+"));
            });
            assertThat(experiment.factors()).containsAll(experiment.baseline().keySet());
        }
    }

    @Test
    void theSweepRunsVanillaFirstAndAdaptiveOnce() throws IOException {
        Parameters parameters =
                Parameters.read(SCRIPTS.resolve("dispatch-interval-sensitivity/experiment.yaml"), false);

        List<Configuration> configurations = Catalogue.of(parameters).configurations();

        assertThat(configurations).hasSize(2 * (4 * 8 + 1));
        assertThat(configurations.subList(0, 16))
                .allMatch(one -> one.value("strategy").equals("vanilla"));
        assertThat(configurations.stream().map(Configuration::id).filter(id -> id.contains("adaptive")))
                .containsExactly("cpu_adaptive_200ms", "io_adaptive_200ms");
    }

    @Test
    void anUnknownExperimentIsRefusedWithThoseThereAre() throws IOException {
        Path file = Files.writeString(folder.resolve("x.yaml"), "experiment: another\n");

        assertThatThrownBy(() -> Catalogue.of(Parameters.read(file, false)))
                .isInstanceOf(MalformedExperimentException.class)
                .hasMessageContaining(":1:1: ")
                .hasMessageContaining("cold-start, ");
    }
}
