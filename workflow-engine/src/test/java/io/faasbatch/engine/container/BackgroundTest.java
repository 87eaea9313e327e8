package io.faasbatch.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    private final FakeSandbox sandbox = new FakeSandbox();
    private final Background background = new Background(sandbox.cpuControl(), 1);

    @Test
    void itStaysBehindUntilItIsNeeded() {
        background.started("a");
        assertThat(sandbox.weights).containsEntry("a", Background.WEIGHT);
        background.needed();
        assertThat(sandbox.weights).containsEntry("a", CpuControl.USUAL_WEIGHT);
    }

    @Test
    void oneThatIsNeededBeforeItIsThereNeverStaysBehind() {
        background.needed();
        background.started("a");
        assertThat(sandbox.weights).isEmpty();
    }

    @Test
    void whereTheWeightCannotBeSetItStaysAsItIs() {
        Background refused = new Background(Optional.of(new Refusing()), 1);
        assertThatCode(() -> {
                    refused.started("a");
                    refused.needed();
                })
                .doesNotThrowAnyException();
    }

    private static final class Refusing implements CpuControl {

        @Override
        public boolean isImmediate() {
            return true;
        }

        @Override
        public OptionalLong usedNanos(String nativeId) {
            return OptionalLong.empty();
        }

        @Override
        public void bound(String nativeId, int weight, double cores) {
            throw new SandboxException("read-only", new IOException());
        }
    }
}
