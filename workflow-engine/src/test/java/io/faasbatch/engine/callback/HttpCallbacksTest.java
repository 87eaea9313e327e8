package io.faasbatch.engine.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.protocol.ErrorDetail;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Callbacks to a real receiver that does all a receiver can do wrong. */
@Timeout(60)
final class HttpCallbacksTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final CallbackSignature SIGNATURE = new CallbackSignature("topsecret");

    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void aFailureIsPostedAsSignedJsonToo() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> answer(exchange, 204, 0))) {
            assertThat(post(receiver, LONG)).isEmpty();
            Receiver.Received one = receiver.received.take();
            assertThat(one.path()).isEqualTo("/done?x=1");
            assertThat(one.type()).isEqualTo("application/json");
            assertThat(one.key()).isEqualTo("call-1");
            assertThat(one.body()).contains("\"status\":\"FAILED\"", "\"type\":\"ValueError\"");
            assertThat(one.signature()).isEqualTo(SIGNATURE.of(one.body().getBytes(StandardCharsets.UTF_8), NOW));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 429, 500, 503})
    void aReceiverThatFailsIsTriedAgain(int status) throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> answer(exchange, status, 10))) {
            assertThat(post(receiver, LONG)).contains("answered with status " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsNotFollowed(int status) throws InterruptedException {
        try (Receiver elsewhere = new Receiver(exchange -> answer(exchange, 200, 0));
                Receiver receiver = new Receiver(exchange -> {
                    exchange.getResponseHeaders()
                            .add("Location", elsewhere.uri("/").toString());
                    answer(exchange, status, 0);
                })) {
            assertThat(post(receiver, LONG)).contains("answered with status " + status);
            assertThat(elsewhere.received).isEmpty();
        }
    }

    @Test
    void aReceiverThatHangsIsGivenUpAfterTheTimeout() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> awaitTheEnd())) {
            assertThat(post(receiver, SHORT)).isPresent();
            over.countDown();
        }
    }

    @Test
    void aReceiverThatIsSlowIsWaitedFor() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(exchange -> {
            asked.countDown();
            awaitTheEnd();
            answer(exchange, 200, 0);
        })) {
            Thread.ofVirtual().start(() -> {
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                over.countDown();
            });
            assertThat(post(receiver, LONG)).isEmpty();
        }
    }

    @Test
    void aBodyThatNeverEndsDoesNotUndoAStatusThatWasGiven() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitTheEnd();
        })) {
            assertThat(post(receiver, Duration.ofSeconds(2))).isEmpty();
            over.countDown();
        }
    }

    @Test
    void aHugeBodyIsNotReadToItsEnd() throws InterruptedException {
        CountDownLatch brokenOff = new CountDownLatch(1);
        try (Receiver receiver = new Receiver(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] some = new byte[Drain.MOST_BYTES];
            try {
                while (true) {
                    exchange.getResponseBody().write(some);
                }
            } catch (IOException e) {
                brokenOff.countDown();
            }
        })) {
            assertThat(post(receiver, LONG)).isEmpty();
            brokenOff.await();
        }
    }

    @Test
    void aReceiverThatDiesAmidTheAnswerHasNotTakenIt() throws InterruptedException {
        try (Receiver receiver = new Receiver(HttpExchange::close)) {
            assertThat(post(receiver, LONG))
                    .hasValueSatisfying(why -> assertThat(why).startsWith("not reached"));
        }
    }

    @Test
    void aReceiverThatIsNotThereIsTriedAgain() throws InterruptedException {
        URI gone;
        try (Receiver receiver = new Receiver(exchange -> answer(exchange, 200, 0))) {
            gone = receiver.uri("/");
        }
        assertThat(post(gone, LONG)).hasValueSatisfying(why -> assertThat(why).startsWith("not reached"));
    }

    @Test
    void oneConnectionServesManyCallbacksAlsoWhenTheyAreAnsweredWithABody() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> answer(exchange, 200, 1_000));
                HttpCallbacks callbacks = callbacks(receiver.port(), LONG)) {
            for (int i = 0; i < 5; i++) {
                assertThat(callbacks.post(receiver.uri("/"), failed())).isEmpty();
            }
            assertThat(receiver.received.stream()
                            .map(Receiver.Received::clientPort)
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void aHostThatIsNotAllowedIsNotAsked() throws InterruptedException {
        try (Receiver receiver = new Receiver(exchange -> answer(exchange, 200, 0));
                HttpCallbacks callbacks = callbacks(1, LONG)) {
            assertThat(callbacks.post(receiver.uri("/"), failed())).isPresent();
            assertThat(receiver.received).isEmpty();
        }
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, int bytes) throws IOException {
        exchange.sendResponseHeaders(status, bytes == 0 ? -1 : bytes);
        exchange.getResponseBody().write(new byte[bytes]);
        exchange.close();
    }

    private static Optional<String> post(Receiver receiver, Duration timeout) throws InterruptedException {
        return post(receiver.uri("/done?x=1"), timeout);
    }

    private static Optional<String> post(URI callback, Duration timeout) throws InterruptedException {
        try (HttpCallbacks callbacks = callbacks(callback.getPort(), timeout)) {
            return callbacks.post(callback, failed());
        }
    }

    private static HttpCallbacks callbacks(int port, Duration timeout) {
        CallbackHosts hosts = new CallbackHosts(List.of("127.0.0.1:" + port));
        return new HttpCallbacks(hosts, SIGNATURE, timeout, JsonMapper.shared(), () -> NOW);
    }

    private static InvocationRecord failed() {
        return new InvocationRecord(
                "call-1",
                "count",
                "v1",
                InvocationStatus.FAILED,
                null,
                new ErrorDetail("ValueError", "wrong", null),
                Timings.NONE,
                null,
                null,
                null,
                null,
                1,
                NOW,
                null,
                NOW);
    }
}
