package io.faasbatch.experiments.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void percentilesLieBetweenTheTwoNearestValues() {
        Distribution values = Distribution.of(List.of(40.0, 10.0, 30.0, 20.0));

        assertThat(values.percentile(0)).isEqualTo(10);
        assertThat(values.median()).isEqualTo(25);
        assertThat(values.percentile(0.9)).isCloseTo(37, within(1e-9));
        assertThat(values.max()).isEqualTo(40);
        assertThat(values.mean()).isEqualTo(25);
    }

    @Test
    void nothingMeasuredIsNoNumber() {
        Distribution nothing = Distribution.ofDurations(List.of());

        assertThat(nothing.median()).isNaN();
        assertThat(Table.number(nothing.mean())).isEqualTo("-");
        assertThat(Distribution.ofDurations(List.of(Duration.ofNanos(1500))).median())
                .isEqualTo(0.0015);
    }

    @Test
    void aTableIsAligned() {
        Table table = new Table(List.of("name", "p50"));
        table.row(List.of("faasbatch", Table.number(1234.4)));
        table.row(List.of("v", Table.number(0.123)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "| name      |  p50 |", "| --------- | ---- |", "| faasbatch | 1234 |", "| v         | 0.12 |");
    }
}
