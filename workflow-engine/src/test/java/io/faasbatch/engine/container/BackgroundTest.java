package io.faasbatch.engine.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.faasbatch.grouping.ContainerId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    private final FakeSandbox sandbox = new FakeSandbox();
    private final Background background = new Background(sandbox.cpuControl(), 1);
    private final Sandbox.Instance instance =
            new Sandbox.Instance(new ContainerId("w-1"), "a", URI.create("http://127.0.0.1:1"));
    private final List<Sandbox.Instance> told = new ArrayList<>();

    @Test
    void itStaysBehindUntilItIsNeeded() {
        background.started(instance);
        assertThat(sandbox.weights).containsEntry("a", Background.WEIGHT);
        background.needed(told::add);
        assertThat(sandbox.weights).containsEntry("a", CpuControl.USUAL_WEIGHT);
        assertThat(told).containsExactly(instance);
    }

    @Test
    void oneThatIsNeededBeforeItIsThereNeverStaysBehind() {
        background.needed(told::add);
        assertThat(told).isEmpty();
        background.started(instance);
        assertThat(sandbox.weights).isEmpty();
        assertThat(told).containsExactly(instance);
    }

    @Test
    void whereTheWeightCannotBeSetItStaysAsItIs() {
        sandbox.refusesWeights = true;
        assertThatCode(() -> {
                    background.started(instance);
                    background.needed(told::add);
                })
                .doesNotThrowAnyException();
    }
}
