package io.faasbatch.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.grouping.ContainerId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WarmPoolTest {

    private static final Shape PYTHON = Shape.usual("python3");
    private static final Shape BIG = new Shape("python3", Optional.empty(), 1L << 30, 2);
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final WarmPool adaptive = new WarmPool(Optional.empty(), LIFETIME, List.of(PYTHON), 0);

    @Test
    void oneOfEachUsualShapeIsKeptFromTheStart() {
        assertThat(adaptive.missing(0)).contains(PYTHON);
        adaptive.add(ready("a", PYTHON));
        assertThat(adaptive.missing(0)).isEmpty();
    }

    @Test
    void oneThatIsReadyIsTakenBeforeOneThatIsBeingStarted() {
        adaptive.add(starting("a", PYTHON));
        adaptive.add(ready("b", PYTHON));
        assertThat(adaptive.take(PYTHON, 0).orElseThrow().id.value()).isEqualTo("b");
        assertThat(adaptive.take(PYTHON, 0).orElseThrow().id.value()).isEqualTo("a");
        assertThat(adaptive.take(PYTHON, 0)).isEmpty();
    }

    @Test
    void aStartThatFoundNoneMakesItGrowUpToItsBound() {
        for (int i = 0; i < 10; i++) {
            assertThat(adaptive.take(BIG, i)).isEmpty();
        }
        for (int i = 0; i < WarmPool.MOST_ADAPTIVE; i++) {
            assertThat(adaptive.wants(BIG)).isTrue();
            adaptive.add(ready("big" + i, BIG));
        }
        assertThat(adaptive.wants(BIG)).isFalse();
    }

    @Test
    void whatNobodyTakesShrinksByOneInEachLifetime() {
        adaptive.add(ready("a", PYTHON));
        assertThat(adaptive.shrink(LIFETIME.toNanos() - 1)).isEmpty();
        assertThat(adaptive.shrink(LIFETIME.toNanos())).hasSize(1);
        assertThat(adaptive.missing(LIFETIME.toNanos())).isEmpty();
        assertThat(adaptive.all()).isEmpty();
    }

    @Test
    void whatABurstNeededShrinksToWhatIsTakenAtOnceSince() {
        for (int i = 0; i < 3; i++) {
            assertThat(adaptive.take(PYTHON, 0)).isEmpty();
        }
        refill();
        assertThat(adaptive.all()).hasSize(4);
        for (int lifetime = 1; lifetime <= 6; lifetime++) {
            assertThat(adaptive.take(PYTHON, 0)).isPresent();
            refill();
            adaptive.shrink(LIFETIME.toNanos() * lifetime);
            refill();
        }
        assertThat(adaptive.all()).hasSize(1);
    }

    private void refill() {
        while (adaptive.missing(0).isPresent()) {
            adaptive.add(ready("again", PYTHON));
        }
    }

    @Test
    void aSetSizeNeitherGrowsNorShrinks() {
        WarmPool two = new WarmPool(Optional.of(2), LIFETIME, List.of(PYTHON), 0);
        two.add(ready("a", PYTHON));
        two.add(ready("b", PYTHON));
        two.take(PYTHON, 0);
        two.take(PYTHON, 0);
        assertThat(two.take(PYTHON, 0)).isEmpty();
        two.add(ready("c", PYTHON));
        two.add(ready("d", PYTHON));
        assertThat(two.missing(0)).isEmpty();
        assertThat(two.shrink(LIFETIME.toNanos() * 3)).isEmpty();
    }

    @Test
    void aSizeOfZeroKeepsNone() {
        WarmPool none = new WarmPool(Optional.of(0), LIFETIME, List.of(PYTHON), 0);
        assertThat(none.take(PYTHON, 0)).isEmpty();
        assertThat(none.missing(0)).isEmpty();
    }

    @Test
    void afterAFailedStartTheNextOneWaits() {
        WarmPool.Generic failing = starting("a", PYTHON);
        adaptive.add(failing);
        adaptive.failed(failing, Duration.ofSeconds(1), 0);
        assertThat(adaptive.missing(0)).isEmpty();
        assertThat(adaptive.missing(Duration.ofSeconds(1).toNanos())).contains(PYTHON);
    }

    private static WarmPool.Generic ready(String id, Shape shape) {
        WarmPool.Generic generic = starting(id, shape);
        generic.instance.complete(new Sandbox.Instance(generic.id, id, URI.create("http://127.0.0.1:1")));
        return generic;
    }

    private static WarmPool.Generic starting(String id, Shape shape) {
        return new WarmPool.Generic(
                new ContainerId(id), shape, new Background(Optional.empty(), shape.cpus()), Instant.EPOCH);
    }
}
