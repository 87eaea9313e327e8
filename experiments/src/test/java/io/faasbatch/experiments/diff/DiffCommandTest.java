package io.faasbatch.experiments.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.experiments.command.ExitCode;
import io.faasbatch.experiments.command.UsageException;
import io.faasbatch.experiments.results.InventedResults;
import io.faasbatch.experiments.results.InventedResults.Shape;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theSameResultsShowNoRegression() throws Exception {
        results("a", new Shape(300, 100, 10));

        assertThat(diff("a", "a")).isEqualTo(ExitCode.GOOD);
        assertThat(text()).contains("No regression beyond 10.0 %");
    }

    @Test
    void whatHasBecomeMuchWorseIsNamedAndEndsWithItsOwnCode() throws Exception {
        results("a", new Shape(300, 100, 10));
        results("b", new Shape(300, 180, 10));

        assertThat(diff("a", "b")).isEqualTo(ExitCode.REGRESSION);
        assertThat(text()).contains("REGRESSION of faasbatch: end to end mean is 1.");
        assertThat(text()).doesNotContain("REGRESSION of faasbatch: containers created");
    }

    @Test
    void whatHasBecomeBetterIsNoRegression() throws Exception {
        results("a", new Shape(300, 100, 10));
        results("b", new Shape(300, 40, 4));

        assertThat(diff("a", "b")).isEqualTo(ExitCode.GOOD);
        assertThat(text()).contains(" better |");
    }

    @Test
    void aChangeWithinTheStatedNoiseIsNoRegression() throws Exception {
        results("a", new Shape(300, 100, 10));
        results("b", new Shape(300, 180, 10));

        assertThat(diff("a", "b", "--noise", "2")).isEqualTo(ExitCode.GOOD);
    }

    @Test
    void ofASingleRunNothingIsSaidThatOnlyRepeatsCanTell() throws Exception {
        InventedResults.in(folder.resolve("a"), "x", "strategy")
                .run(Map.of("strategy", "faasbatch"), 1, new Shape(300, 100, 10));
        InventedResults.in(folder.resolve("b"), "x", "strategy")
                .run(Map.of("strategy", "faasbatch"), 1, new Shape(300, 100, 20));

        assertThat(diff("a", "b")).isEqualTo(ExitCode.GOOD);
        assertThat(text())
                .containsPattern("containers created \\|\\s+10.0 \\|\\s+20.0 \\|\\s+2.00 \\|\\s+- \\|\\s+not sure");
    }

    @Test
    void resultsThatHaveNothingInCommonAreRefused() throws Exception {
        results("a", new Shape(10, 100, 10));
        InventedResults.in(folder.resolve("b"), "y", "strategy")
                .run(Map.of("strategy", "sfs"), 1, new Shape(10, 100, 10));

        assertThatThrownBy(() -> diff("a", "b"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no configuration in common");
        assertThatThrownBy(() -> diff("a")).isInstanceOf(UsageException.class).hasMessageContaining("name two folders");
    }

    private void results(String name, Shape shape) throws Exception {
        InventedResults results = InventedResults.in(folder.resolve(name), "x", "strategy");
        for (int repeat = 1; repeat <= 3; repeat++) {
            results.run(Map.of("strategy", "faasbatch"), repeat, shape);
        }
    }

    private ExitCode diff(String before, String after, String... more) throws Exception {
        return DiffCommand.run(
                Stream.concat(
                                Stream.of(
                                        folder.resolve(before).toString(),
                                        folder.resolve(after).toString()),
                                Arrays.stream(more))
                        .toList(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private ExitCode diff(String only) throws Exception {
        return DiffCommand.run(
                List.of(folder.resolve(only).toString()), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
