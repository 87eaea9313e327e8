package io.faasbatch.engine.callback;

import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.worker.Callbacks;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/** Posts records as JSON. What is answered is not read but for its status; redirects are not followed. Thread-safe. */
public final class HttpCallbacks implements Callbacks, AutoCloseable {

    private final HttpClient client;
    private final CallbackHosts hosts;
    private final CallbackSignature signature;
    private final Duration timeout;
    private final JsonMapper json;
    private final InstantSource clock;

    /** @param timeout of one try, from the connection to the status of the answer */
    public HttpCallbacks(
            CallbackHosts hosts, CallbackSignature signature, Duration timeout, JsonMapper json, InstantSource clock) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.hosts = hosts;
        this.signature = signature;
        this.timeout = timeout;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public Optional<String> post(URI callback, InvocationRecord ended) throws InterruptedException {
        Optional<String> refusal = hosts.refusal(callback);
        return refusal.isPresent() ? refusal : send(request(callback, ended));
    }

    private HttpRequest request(URI callback, InvocationRecord ended) {
        byte[] body = json.writeValueAsBytes(ended);
        return HttpRequest.newBuilder(callback)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", ended.id())
                .header("Faasbatch-Signature", signature.of(body, clock.instant()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private Optional<String> send(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            HttpResponse<InputStream> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            // The body is not read: closing it gives the connection up.
            response.body().close();
            int status = response.statusCode();
            return status >= 200 && status < 300 ? Optional.empty() : Optional.of("answered with status " + status);
        } catch (TimeoutException e) {
            answer.cancel(true);
            return Optional.of("no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            return Optional.of("not reached: " + e.getCause());
        } catch (IOException e) {
            return Optional.of("the answer broke off: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
