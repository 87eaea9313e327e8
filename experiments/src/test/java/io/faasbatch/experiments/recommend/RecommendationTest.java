package io.faasbatch.experiments.recommend;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendationTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void theCheapestOfThoseThatSurelyMeetTheTargetIsRecommended() throws Exception {
        strategies(400);

        assertThat(recommend("--target", "2s", "--percentile", "90")).isEqualTo(ExitCode.GOOD);
        assertThat(text())
                .contains("Recommended: faasbatch_200ms.")
                .contains("the next that does, vanilla_200ms")
                .contains("misses it");
    }

    @Test
    void whenNoneMeetsTheTargetTheNearestIsNamedAndNothingRecommended() throws Exception {
        strategies(400);

        assertThat(recommend("--target", "1ms", "--percentile", "90")).isEqualTo(ExitCode.NONE_MEETS);
        assertThat(text()).contains("No recommendation: none meets the target", "comes nearest");
    }

    @Test
    void aFewCallsAreNotEnoughForAHighPercentile() throws Exception {
        strategies(20);

        assertThat(recommend("--target", "2s", "--percentile", "99.9")).isEqualTo(ExitCode.NONE_MEETS);
        assertThat(text()).contains("too little data", "it takes at least 5000 calls");
    }

    @Test
    void eachLoadGetsItsOwnRecommendation() throws Exception {
        InventedResults.sweep(folder, 200, List.of("50ms", "200ms"));

        recommend("--target", "2s", "--percentile", "90");

        assertThat(text())
                .contains("\ncpu:\n", "\nio:\n")
                .containsPattern("Recommended: cpu_")
                .containsPattern("Recommended: io_");
    }

    @Test
    void aTargetIsAskedForAsADurationAndAPercentileBelowAHundred() {
        assertThatThrownBy(() -> recommend()).isInstanceOf(UsageException.class).hasMessage("--target is missing");
        assertThatThrownBy(() -> recommend("--target", "soon")).hasMessageContaining("must be a duration");
        assertThatThrownBy(() -> recommend("--target", "1s", "--percentile", "100"))
                .hasMessageContaining("must be below 100");
    }

    private void strategies(int calls) throws Exception {
        InventedResults results = InventedResults.in(folder, "x", "strategy", "interval");
        for (int repeat = 1; repeat <= 3; repeat++) {
            results.run(Map.of("strategy", "vanilla", "interval", "200ms"), repeat, new Shape(calls, 50, 40));
            results.run(Map.of("strategy", "faasbatch", "interval", "200ms"), repeat, new Shape(calls, 60, 4));
            results.run(Map.of("strategy", "faasbatch", "interval", "5s"), repeat, new Shape(calls, 5000, 1));
        }
    }

    private ExitCode recommend(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        arguments.addAll(List.of(options));
        return RecommendCommand.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
