package io.faasbatch.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

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
        sandbox.refusesWeights = true;
        assertThatCode(() -> {
                    background.started("a");
                    background.needed();
                })
                .doesNotThrowAnyException();
    }
}
