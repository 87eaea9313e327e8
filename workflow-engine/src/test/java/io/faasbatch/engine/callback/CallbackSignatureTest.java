package io.faasbatch.engine.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class CallbackSignatureTest {

    private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    /** Computed with another program: printf '1767323045.{"a":1}' | openssl dgst -sha256 -hmac topsecret */
    @Test
    void itIsWhatAReceiverComputesFromTheTimeAndTheBody() {
        assertThat(new CallbackSignature("topsecret").of(BODY, Instant.parse("2026-01-02T03:04:05.678Z")))
                .isEqualTo("t=1767323045,v1=64811a5f55e2a092229f570724b2d943670fbdacd5ffd3a8eb5d1ffe49b86247");
    }

    @Test
    void itChangesWithTheTimeTheBodyAndTheSecret() {
        Instant at = Instant.parse("2026-01-02T03:04:05Z");
        CallbackSignature signature = new CallbackSignature("one");
        String first = signature.of(BODY, at);
        assertThat(signature.of(BODY, at.plusSeconds(1))).isNotEqualTo(first);
        assertThat(signature.of(new byte[0], at)).isNotEqualTo(first);
        assertThat(new CallbackSignature("two").of(BODY, at)).isNotEqualTo(first);
    }
}
