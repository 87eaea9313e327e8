package io.faasbatch.proxy.http;

import io.faasbatch.api.Binary;
import io.faasbatch.api.HttpAnswer;
import io.faasbatch.api.HttpException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Asks servers, over connections that are kept. Calls wait; an interrupt breaks one off. Thread-safe. */
final class HttpFetch implements AutoCloseable {

    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Requests at a time; more wait for their turn. */
    private static final int MAX_EXCHANGES = 256;

    private final int maxBytes;
    private final Semaphore turns = new Semaphore(MAX_EXCHANGES);
    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    HttpFetch(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    HttpAnswer get(HttpQuery first) throws InterruptedException {
        turns.acquire();
        try {
            return follow(first);
        } catch (IOException | IllegalArgumentException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new HttpException("GET " + first.uri() + ": " + why, e);
        } finally {
            turns.release();
        }
    }

    private HttpAnswer follow(HttpQuery first) throws IOException, InterruptedException {
        HttpQuery query = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(query);
            Optional<String> location = response.headers().firstValue("location");
            try (InputStream body = response.body()) {
                if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                    return answer(response, body);
                }
            }
            query = query.redirected(location.get());
        }
        throw new IOException("more than " + MAX_REDIRECTS + " redirects");
    }

    private HttpResponse<InputStream> send(HttpQuery query) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(query.uri());
        query.headers().forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private HttpAnswer answer(HttpResponse<InputStream> response, InputStream body) throws IOException {
        byte[] data = body.readNBytes(maxBytes);
        if (data.length == maxBytes && body.read() >= 0) {
            throw new IOException("the answer has more than " + maxBytes + " bytes");
        }
        String type = response.headers().firstValue("content-type").orElse(Binary.OCTET_STREAM);
        return new HttpAnswer(response.statusCode(), response.headers().map(), new Binary(data, type));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
