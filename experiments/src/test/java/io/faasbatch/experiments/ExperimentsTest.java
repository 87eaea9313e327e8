package io.faasbatch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.command.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentsTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aSimulationShowsEveryStrategyUnderEveryPolicy() throws Exception {
        ExitCode end = run("simulate", trace("0,f,20\n1,f,20\n500,g,24\n"), "--cores", "2");

        assertThat(end).as(text(err)).isEqualTo(ExitCode.GOOD);
        assertThat(text(out))
                .contains("adaptive, ", "faasbatch, ", "kraken, ", "vanilla, ")
                .contains("idle MiB");
    }

    @Test
    void aSimulationOfOneStrategyShowsThatOneOnly() throws Exception {
        run("simulate", trace("0,f,20\n"), "--strategies", "vanilla");

        assertThat(text(out)).contains("| vanilla, fixed").doesNotContain("| faasbatch");
    }

    @Test
    void anAnalysisIsPrintedAndWrittenAsNumbersAndAsAPage() throws Exception {
        Path files = folder.resolve("analysis");
        ExitCode end = run("analyze", trace("0,f,20\n0.5,f,20\n500,g,24\n"), "--out", files.toString());

        assertThat(end).as(text(err)).isEqualTo(ExitCode.GOOD);
        assertThat(text(out)).contains("index of dispersion").contains("duration ms");
        assertThat(files.resolve("analysis.json")).content().contains("\"invocations\" : 3.0");
        assertThat(files.resolve("analysis.csv")).content().startsWith("figure,statistic,value\n");
        assertThat(files.resolve("analysis.html")).content().contains("What a dispatch interval gathers");
    }

    @Test
    void whatIsWrongWithTheArgumentsIsSaidAndNothingIsRun() throws Exception {
        assertThat(run("simulate", trace("0,f,20\n"), "--strategies", "best")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("unknown strategy best");
        assertThat(run("simulate", trace("0,f,none\n"))).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("trace.csv:2:5");
        assertThat(run("guess")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).contains("analyze, ", "compare, ", "generate, ", "report, ", "simulate");
    }

    @Test
    void aTraceThatIsNoFileIsNamed() throws Exception {
        String absent = folder.resolve("absent.csv").toString();

        assertThat(run("simulate", absent)).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).isEqualToIgnoringNewLines("there is no file " + absent);
        err.reset();
        assertThat(run("simulate", folder.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).isEqualToIgnoringNewLines(folder + ": is a folder, not a file");
    }

    private String trace(String lines) throws IOException {
        return Files.writeString(folder.resolve("trace.csv"), "offset_ms,function,input_n\n" + lines)
                .toString();
    }

    private ExitCode run(String... arguments) throws InterruptedException {
        return Experiments.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
