package io.faasbatch.experiments.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewayTest {

    @Test
    void anUnknownStrategyIsRefusedWithTheNamesTheSystemKnows() throws IOException {
        try (ScriptedGateway server = new ScriptedGateway();
                Gateway gateway = server.client()) {
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class, () -> gateway.choose(new Gateway.Dispatch("best", Duration.ofMillis(200))));

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused).hasMessageContaining("must be one of a, b");
        }
    }

    @Test
    void aContainerThatIsBeingCreatedHasNoIdOfTheEngineYet() throws Exception {
        try (ScriptedGateway server = new ScriptedGateway();
                Gateway gateway = server.client()) {
            assertThat(gateway.containers()).hasSize(2);
            assertThat(gateway.containers().getFirst().dockerId()).contains("d1");
            assertThat(gateway.containers().getLast().dockerId()).isEmpty();
        }
    }

    @Test
    void theMetricsSayHowLongTheCompilersHaveWorkedAndWhatWaits() throws Exception {
        try (ScriptedGateway server = new ScriptedGateway();
                Gateway gateway = server.client()) {
            assertThat(gateway.compiling()).isEqualTo(Duration.ofMillis(1250));
            assertThat(gateway.dispatching().pending()).hasValue(7);
        }
    }
}
