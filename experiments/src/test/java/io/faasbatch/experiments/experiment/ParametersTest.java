package io.faasbatch.experiments.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {

    private static final String GOOD = """
            experiment: some
            repeats: 3
            intervals: [10ms, 0.5s]
            rates: {low: 2, high: 7.5}
            quick:
              repeats: 1
            """;

    @TempDir
    private Path folder;

    @Test
    void valuesAreReadAsWhatTheyAre() throws IOException {
        Parameters parameters = read(GOOD, false);

        assertThat(parameters.text("experiment")).isEqualTo("some");
        assertThat(parameters.number("repeats", 1, 10)).isEqualTo(3);
        assertThat(parameters.durations("intervals")).containsExactly(Duration.ofMillis(10), Duration.ofMillis(500));
        assertThat(parameters.named("rates")).containsExactly(Map.entry("low", "2"), Map.entry("high", "7.5"));
    }

    @Test
    void aQuickRunHasParametersOfItsOwn() throws IOException {
        assertThat(read(GOOD, true).number("repeats", 1, 10)).isEqualTo(1);
        assertThat(read(GOOD, true).names()).doesNotContain("quick");
    }

    @Test
    void theCommandLineGoesBeforeTheFile() throws IOException {
        Parameters parameters = read(GOOD, false);
        parameters.override("repeats", "5");
        parameters.override("intervals", "1s,2s");
        parameters.override("rates", "only:1");

        assertThat(parameters.values())
                .containsEntry("repeats", "5")
                .containsEntry("intervals", List.of("1s", "2s"))
                .containsEntry("rates", Map.of("only", "1"));
    }

    @Test
    void aParameterThatNobodyReadsIsRefusedWhereItStands() throws IOException {
        Parameters parameters = read("experiment: some\n  \nrepaets: 3\n", false);
        parameters.text("experiment");

        MalformedExperimentException refused =
                catchThrowableOfType(MalformedExperimentException.class, parameters::refuseUnread);
        assertThat(refused).hasMessageContaining("repaets is no parameter");
        assertThat(refused.line()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'a: 1\\na: 2'                | 2 | 1 | a is there twice
            'a: [1, [2]]'                | 1 | 8 | must be text or a number
            '- a'                        | 1 | 1 | must be a map
            'a: 1\\nquick:\\n  b: 2'     | 3 | 3 | b is only under quick
            'a: "'                       | 1 | 5 | is not YAML
            """)
    void whatIsNoExperimentIsRefusedWithItsPlace(String text, int line, int column, String why) throws IOException {
        Path file = write(text.replace("\\n", "\n"));
        MalformedExperimentException refused =
                catchThrowableOfType(MalformedExperimentException.class, () -> Parameters.read(file, false));

        assertThat(refused).hasMessageContaining(why);
        assertThat(List.of(refused.line(), refused.column())).containsExactly(line, column);
    }

    @Test
    void valuesOutOfTheirRangeAreRefused() throws IOException {
        Parameters parameters = read(GOOD, false);

        assertThatThrownBy(() -> parameters.number("repeats", 4, 5)).hasMessageContaining("from 4 to 5");
        assertThatThrownBy(() -> parameters.number("experiment", 1, 5)).hasMessageContaining("whole number");
        assertThatThrownBy(() -> parameters.duration("repeats")).hasMessageContaining("must be a duration");
        assertThatThrownBy(() -> parameters.text("intervals")).hasMessageContaining("one value");
        assertThatThrownBy(() -> parameters.text("absent")).hasMessageContaining("absent is missing");
    }

    private Parameters read(String text, boolean quick) throws IOException {
        return Parameters.read(write(text), quick);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("experiment.yaml"), text);
    }
}
