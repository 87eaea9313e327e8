package io.faasbatch.proxy.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.api.Binary;
import io.faasbatch.api.HttpAnswer;
import io.faasbatch.api.HttpException;
import io.faasbatch.protocol.ProxyMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * GET requests of the invocations of a container. When the function opts in, a request joins an equal one that is under way;
 * none joins one that has been answered, so nothing is kept. Each invocation waits until its own deadline; an exchange that
 * nobody waits for any more is broken off.
 *
 * <p>Thread-safe; callers wait. The exchanges under way are guarded by this object's monitor, never held while waiting.
 */
public final class HttpReads implements AutoCloseable {

    private final int maxBytes;
    private final boolean coalesce;
    private final InstantSource clock;
    private final LongAdder reads = new LongAdder();
    private final LongAdder coalesced = new LongAdder();

    @GuardedBy("this")
    private final Map<HttpQuery, Exchange> underWay = new HashMap<>();

    /** Made at the first use: most functions have none. */
    @GuardedBy("this")
    private Optional<HttpFetch> fetch = Optional.empty();

    /**
     * @param maxBytes most bytes of one body
     * @param coalesce whether equal requests under way are one
     */
    public HttpReads(int maxBytes, boolean coalesce, InstantSource clock) {
        this.maxBytes = maxBytes;
        this.coalesce = coalesce;
        this.clock = clock;
    }

    /** @throws HttpException when there is no answer before the deadline, or one that is too large */
    public HttpAnswer get(String url, Map<String, String> headers, Instant deadline) {
        Exchange exchange = join(HttpQuery.of(url, headers));
        try {
            long left = TimeUnit.NANOSECONDS.convert(Duration.between(clock.instant(), deadline));
            HttpAnswer shared = exchange.answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
            Binary body = new Binary(shared.body().data().clone(), shared.body().contentType());
            return new HttpAnswer(shared.status(), shared.headers(), body);
        } catch (TimeoutException e) {
            throw new HttpException("GET " + url + ": no answer came before the deadline", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpException("the invocation was stopped while it waited for " + url, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new HttpException(String.valueOf(cause.getMessage()), cause);
        } finally {
            leave(exchange);
        }
    }

    public synchronized ProxyMetrics.Http counts() {
        return new ProxyMetrics.Http(reads.sum(), coalesced.sum());
    }

    private synchronized Exchange join(HttpQuery query) {
        Exchange exchange = coalesce ? underWay.get(query) : null;
        if (exchange == null) {
            exchange = begin(query);
        } else {
            coalesced.increment();
        }
        exchange.waiting++;
        return exchange;
    }

    @GuardedBy("this")
    private Exchange begin(HttpQuery query) {
        reads.increment();
        HttpFetch client = fetch.orElseGet(() -> new HttpFetch(maxBytes));
        fetch = Optional.of(client);
        Exchange exchange = new Exchange(query);
        if (coalesce) {
            underWay.put(query, exchange);
        }
        exchange.thread = Thread.ofVirtual().name("http-get").start(() -> exchange(client, exchange));
        return exchange;
    }

    private void exchange(HttpFetch client, Exchange exchange) {
        try {
            HttpAnswer answer = client.get(exchange.query);
            detach(exchange);
            exchange.answer.complete(answer);
        } catch (InterruptedException e) {
            fail(exchange, new HttpException("the request was broken off", e));
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    private void fail(Exchange exchange, RuntimeException failure) {
        detach(exchange);
        exchange.answer.completeExceptionally(failure);
    }

    private synchronized void detach(Exchange exchange) {
        underWay.remove(exchange.query, exchange);
    }

    private synchronized void leave(Exchange exchange) {
        exchange.waiting--;
        if (exchange.waiting == 0 && !exchange.answer.isDone()) {
            detach(exchange);
            if (exchange.thread != null) {
                exchange.thread.interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        fetch.ifPresent(HttpFetch::close);
    }
}
