package io.faasbatch.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.api.HttpAnswer;
import io.faasbatch.api.HttpException;
import io.faasbatch.protocol.ProxyMetrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class HttpReadsTest {

    private static final int MANY = 20;
    private static final int MAX_BYTES = 64;
    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    private final GatedServer server = new GatedServer();
    private final HttpReads joining = new HttpReads(MAX_BYTES, true, InstantSource.system());
    private final HttpReads apart = new HttpReads(MAX_BYTES, false, InstantSource.system());

    @AfterEach
    void close() {
        server.close();
        joining.close();
        apart.close();
    }

    private List<CompletableFuture<HttpAnswer>> begin(HttpReads reads, String path, Map<String, String> headers) {
        List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> reads.get(server.url(path), headers, FAR), Executors.newVirtualThreadPerTaskExecutor()));
        }
        return answers;
    }

    private static void await(HttpReads reads, int reading, int joined) {
        while (!reads.counts().equals(new ProxyMetrics.Http(reading, joined))) {
            Thread.onSpinWait();
        }
    }

    @Test
    void equalRequestsUnderWayAreOneAndEachGetsABodyOfItsOwn() {
        var answers = begin(joining, "/a", Map.of("X-Tag", "1"));
        await(joining, 1, MANY - 1);
        server.open();

        HttpAnswer first = answers.getFirst().join();
        first.body().data()[0] = 'X';
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().get("content-type")).containsExactly("text/plain");
        assertThat(answers.getLast().join().text()).isEqualTo("at /a");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void otherHeadersOrAddressesAreOtherRequests() {
        var answers = new ArrayList<>(begin(joining, "/a", Map.of("X-Tag", "1")));
        answers.addAll(begin(joining, "/a", Map.of("X-Tag", "2")));
        answers.addAll(begin(joining, "/b", Map.of("x-tag", "1")));
        await(joining, 3, 3 * (MANY - 1));
        server.open();

        answers.forEach(CompletableFuture::join);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void anAnswerIsNotKeptForALaterRequest() {
        server.open();

        joining.get(server.url("/a"), Map.of(), FAR);
        joining.get(server.url("/a"), Map.of(), FAR);

        assertThat(server.requests()).hasSize(2);
        assertThat(joining.counts()).isEqualTo(new ProxyMetrics.Http(2, 0));
    }

    @Test
    void withoutTheFunctionsConsentEachRequestGoesOutOnItsOwn() {
        var answers = begin(apart, "/a", Map.of());
        await(apart, MANY, 0);
        server.open();

        answers.forEach(CompletableFuture::join);
        assertThat(server.requests()).hasSize(MANY);
    }

    @Test
    void oneWhoseDeadlinePassesLeavesTheOthersTheirAnswer() {
        var answers = begin(joining, "/a", Map.of());
        await(joining, 1, MANY - 1);

        assertThatThrownBy(() -> joining.get(server.url("/a"), Map.of(), Instant.EPOCH))
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("deadline");

        server.open();
        answers.forEach(answer -> assertThat(answer.join().text()).isEqualTo("at /a"));
    }

    @Test
    void nobodyJoinsARequestThatItsLastWaiterHasLeft() {
        assertThatThrownBy(() -> joining.get(server.url("/a"), Map.of(), Instant.EPOCH))
                .isInstanceOf(HttpException.class);
        server.open();

        assertThat(joining.get(server.url("/a"), Map.of(), FAR).text()).isEqualTo("at /a");
        assertThat(joining.counts()).isEqualTo(new ProxyMetrics.Http(2, 0));
    }

    @Test
    void anyStatusIsAnAnswer() {
        server.open();

        assertThat(apart.get(server.url("/missing"), Map.of(), FAR).status()).isEqualTo(404);
    }

    @Test
    void redirectsAreFollowedFiveTimes() {
        server.open();

        assertThat(apart.get(server.url("/hops/5"), Map.of(), FAR).text()).isEqualTo("at /hops/0");
        assertThatThrownBy(() -> apart.get(server.url("/hops/6"), Map.of(), FAR))
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("redirects");
    }

    @Test
    void anotherServerIsNotShownTheSecretsOfTheFirst() {
        server.open();

        apart.get(server.url("/away"), Map.of("Authorization", "Bearer x", "X-Tag", "1"), FAR);

        assertThat(server.requests().getFirst().getFirst("Authorization")).isEqualTo("Bearer x");
        assertThat(server.requests().getLast().getFirst("Authorization")).isNull();
        assertThat(server.requests().getLast().getFirst("X-Tag")).isEqualTo("1");
    }

    @Test
    void whatIsTooLargeOrNoWebAddressIsRefused() {
        server.open();
        String most = "/" + "x".repeat(MAX_BYTES - "at /".length());

        assertThat(apart.get(server.url(most), Map.of(), FAR).text()).hasSize(MAX_BYTES);
        assertThatThrownBy(() -> apart.get(server.url(most + "x"), Map.of(), FAR))
                .isInstanceOf(HttpException.class)
                .hasMessageContaining("more than 64 bytes");
        for (String url : List.of("file:///etc/passwd", "ftp://a/b", "not an address", "/a", "http:///a")) {
            assertThatThrownBy(() -> apart.get(url, Map.of(), FAR)).as(url).isInstanceOf(HttpException.class);
        }
    }
}
