package io.faasbatch.engine.callback;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Throws an answer's body away. A short one is read to its end, so that its connection can be used again; a longer one costs the connection.
 * Thread-safe; the count belongs to the one who delivers.
 */
final class Drain implements HttpResponse.BodySubscriber<@Nullable Void> {

    static final int MOST_BYTES = 64 * 1024;

    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private long read;

    /** There is nothing to wait for: the answer counts as soon as its status is there. */
    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription body) {
        subscription.set(body);
        body.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> some) {
        read += some.stream().mapToLong(ByteBuffer::remaining).sum();
        if (read > MOST_BYTES) {
            stop();
        }
    }

    @Override
    public void onError(Throwable brokenOff) {
        over.countDown();
    }

    @Override
    public void onComplete() {
        over.countDown();
    }

    /** Waits for the end of the body, but not longer than that. */
    void await(Duration most) throws InterruptedException {
        var _ = over.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Reads nothing more; without effect when the end was read. */
    void stop() {
        Flow.Subscription body = subscription.get();
        if (over.getCount() > 0 && body != null) {
            body.cancel();
        }
        over.countDown();
    }
}
