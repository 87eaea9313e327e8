package io.faasbatch.experiments.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.load.LiveLoad.Snapshot;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    private final Snapshot before = snapshot(10, 100, 90, 0);

    @Test
    void ratesAreThoseSinceTheSnapshotBefore() {
        String line = new ProgressBar(nowhere, true).line(before, snapshot(12, 300, 190, 0));

        assertThat(line)
                .contains("[#########.....................]")
                .contains("30 %")
                .contains("300 of 1000 sent, 100/s")
                .contains("50/s answered, 110 in flight; up to 1.5 ms late");
    }

    @Test
    void whatIsNotRightIsSaidAndABarIsDrawnOnTerminalsOnly() {
        String line = new ProgressBar(nowhere, false).line(before, snapshot(60, 1000, 990, 7));

        assertThat(line).contains("100 %").contains("7 NOT RIGHT").doesNotContain("#");
    }

    private static Snapshot snapshot(int second, long sent, long answered, long flawed) {
        return new Snapshot(
                1000,
                Duration.ofSeconds(40),
                Duration.ofSeconds(second),
                sent,
                answered,
                flawed,
                Duration.ofNanos(1_500_000));
    }
}
