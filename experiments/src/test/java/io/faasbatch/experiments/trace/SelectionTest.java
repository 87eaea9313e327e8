package io.faasbatch.experiments.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {

    private static final int MANY = 10_000;

    @TempDir
    private Path folder;

    @Test
    void aWindowIsCutOutAndBeginsAtZero() throws IOException {
        Selection window = new Selection(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Set.of(), Set.of(), 1, Integer.MAX_VALUE, 1);

        assertThat(read("999,f,1\n1000,f,2\n1999.5,f,3\n2000,f,4\n", window).arrivals())
                .extracting(Arrival::input)
                .containsExactly(2, 3);
        assertThat(read("1000,f,2\n", window).arrivals().getFirst().offset()).isEqualTo(Duration.ZERO);
    }

    @Test
    void functionsAreChosenByNameAndTheFirstOfThemCounted() throws IOException {
        Selection some = new Selection(Duration.ZERO, Selection.NO_END, Set.of(), Set.of("f", "g"), 1, 2, 1);

        assertThat(read("3,g,3\n1,other,1\n2,f,2\n4,f,4\n", some).arrivals())
                .extracting(Arrival::input)
                .containsExactly(2, 3);
    }

    @Test
    void appsAreChosenByTheirWholeNameOrItsBeginning() throws IOException {
        Path file = Files.writeString(folder.resolve("raw.csv"), """
                app,func,end_timestamp,duration
                0123456789abcdef,f,1,0.5
                ffffffffffffffff,g,1,0.5
                """);
        for (String name : Set.of("0123456789ab", "0123456789abcdef")) {
            Selection one =
                    new Selection(Duration.ZERO, Selection.NO_END, Set.of(name), Set.of(), 1, Integer.MAX_VALUE, 1);
            assertThat(TraceReader.read(file, Optional.empty(), one).functions())
                    .containsExactly("0123456789ab-f");
        }
    }

    @Test
    void thinningKeepsTheFractionAndIsTheSameForTheSameSeed() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            lines.append(i).append(",f,20\n");
        }
        Trace tenth = read(lines.toString(), thinned(0.1, 7));

        assertThat(tenth.arrivals().size() / (double) MANY).isCloseTo(0.1, within(0.02));
        assertThat(read(lines.toString(), thinned(0.1, 7))).isEqualTo(tenth);
        assertThat(read(lines.toString(), thinned(0.1, 8))).isNotEqualTo(tenth);
    }

    @Test
    void whatCannotBeSelectedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> thinned(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> thinned(1.1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Selection(Duration.ofSeconds(2), Duration.ofSeconds(2), Set.of(), Set.of(), 1, 1, 1));
    }

    private static Selection thinned(double keep, long seed) {
        return new Selection(Duration.ZERO, Selection.NO_END, Set.of(), Set.of(), keep, Integer.MAX_VALUE, seed);
    }

    private Trace read(String lines, Selection selection) throws IOException {
        Path file = Files.writeString(folder.resolve("trace.csv"), "offset_ms,function,input\n" + lines);
        return TraceReader.read(file, Optional.empty(), selection);
    }
}
