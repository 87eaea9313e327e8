package io.faasbatch.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.container.Occupancy;
import io.faasbatch.engine.container.RealTime;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.protocol.Isolation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class FilterTest {

    private final List<String> classes = new CopyOnWriteArrayList<>();

    private final class Recorded implements RealTime {

        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }

        @Override
        public void first(String nativeId) throws SandboxException {
            classes.add("first " + nativeId);
            if (nativeId.equals("broken")) {
                throw new SandboxException("no", null);
            }
        }

        @Override
        public void normal(String nativeId) {
            classes.add("normal " + nativeId);
        }
    }

    @Test
    void turnsFollowEachOtherInTheirOrder() {
        try (Filter filter = filter()) {
            Occupancy.Stay a = begins(filter, "a", "sfs");
            Occupancy.Stay b = begins(filter, "b", "sfs");
            a.ends();
            a.ends();
            b.ends();
        }
        assertThat(classes).containsExactly("first a", "normal a", "first b", "normal b");
    }

    @Test
    void otherFunctionsHaveNoTurns() {
        try (Filter filter = filter()) {
            begins(filter, "a", "vanilla").ends();
        }
        assertThat(classes).isEmpty();
    }

    @Test
    void atTheEndNothingIsLeftInTheRealTimeClass() {
        try (Filter filter = filter()) {
            var _ = begins(filter, "a", "sfs");
        }
        assertThat(classes).containsExactly("first a", "normal a");
    }

    @Test
    void oneThatCannotBePromotedIsPutBackAsAWhole() {
        try (Filter filter = filter()) {
            var _ = begins(filter, "broken", "sfs");
        }
        assertThat(classes).containsExactly("first broken", "normal broken");
    }

    /** Time stands still: no slice ends. */
    private Filter filter() {
        return new Filter(new Recorded(), 1, function -> function.strategy().equals(Optional.of("sfs")), () -> 0);
    }

    private static Occupancy.Stay begins(Filter filter, String container, String strategy) {
        return filter.begins(
                new Sandbox.Instance(new ContainerId(container), container, URI.create("http://127.0.0.1:1")),
                new FunctionDefinition(
                        new FunctionName("f"),
                        "v1",
                        "python3",
                        Optional.empty(),
                        "main:handle",
                        Isolation.THREAD,
                        1,
                        Duration.ofSeconds(60),
                        256L << 20,
                        1.0,
                        Optional.empty(),
                        Optional.of(strategy),
                        Optional.empty(),
                        List.of(),
                        Map.of(),
                        Instant.EPOCH));
    }
}
