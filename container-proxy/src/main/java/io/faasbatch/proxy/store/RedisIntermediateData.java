package io.faasbatch.proxy.store;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.ProxyMetrics;
import io.faasbatch.protocol.StoreAddress;
import io.faasbatch.protocol.ValueReference;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Values in Redis, a hash per scope and one for each value by reference, over one connection for the whole container.
 *
 * <p>A read joins one of the same key that is under way. That must not hide a write: {@code put} first detaches the read
 * under way, so that a read which starts later is sent behind the write, on a connection that keeps order. A write from
 * another container may be missed by a read that joined one sent before it, by no more than one round trip; values are
 * written before the steps that read them are started, so no reader that should see a value can meet this.
 *
 * <p>Thread-safe. {@code underWay} holds a read from before it is sent until it is answered.
 */
public final class RedisIntermediateData implements IntermediateData {

    private static final int MAX_KEY_LENGTH = 512;

    private final StoreAddress address;
    private final long maxValueBytes;
    private final RedisPipeline pipeline;
    private final ConcurrentMap<StorePlace, CompletableFuture<byte @Nullable []>> underWay = new ConcurrentHashMap<>();
    private final LongAdder reads = new LongAdder();
    private final LongAdder coalesced = new LongAdder();
    private final LongAdder writes = new LongAdder();

    /** Connects at the first use. */
    public RedisIntermediateData(StoreAddress address, long maxValueBytes) {
        this.address = address;
        this.maxValueBytes = maxValueBytes;
        pipeline = new RedisPipeline(address);
        pipeline.start();
    }

    @Override
    public Optional<byte[]> get(String scope, String key) {
        return read(place(scope, key)).map(byte[]::clone);
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Optional<byte[]> read(String key) {
        return read(new StorePlace(key, ValueReference.FIELD));
    }

    private Optional<byte[]> read(StorePlace place) {
        CompletableFuture<byte @Nullable []> mine = new CompletableFuture<>();
        CompletableFuture<byte @Nullable []> earlier = underWay.putIfAbsent(place, mine);
        if (earlier != null) {
            coalesced.increment();
            return Optional.ofNullable(await(earlier));
        }
        reads.increment();
        pipeline.send(new StoreCommand.Read(place, mine, () -> underWay.remove(place, mine)));
        return Optional.ofNullable(await(mine));
    }

    @Override
    public void put(String scope, String key, byte[] value) {
        write(place(scope, key), value.clone());
    }

    @Override
    public void write(String key, byte[] value) {
        write(new StorePlace(key, ValueReference.FIELD), value);
    }

    private void write(StorePlace place, byte[] value) {
        if (value.length > maxValueBytes) {
            throw new StoreException(
                    "the value has " + value.length + " bytes, at most " + maxValueBytes + " are allowed", null);
        }
        underWay.remove(place);
        writes.increment();
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        CompletableFuture<@Nullable Void> expiring = new CompletableFuture<>();
        pipeline.send(new StoreCommand.Write(place, value, written));
        pipeline.send(new StoreCommand.Expire(place.hash(), address.ttlSeconds() * 1_000, expiring));
        await(written);
        await(expiring);
    }

    @Override
    public ProxyMetrics.Store counts() {
        return new ProxyMetrics.Store(reads.sum(), coalesced.sum(), writes.sum());
    }

    @Override
    public void close() {
        pipeline.close();
    }

    private StorePlace place(String scope, String key) {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
            throw new StoreException("a key has 1 to " + MAX_KEY_LENGTH + " characters, not " + key.length(), null);
        }
        return new StorePlace(address.keyPrefix() + "{" + scope + "}:store", key);
    }

    private static <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("the invocation was stopped while it waited for Redis", e);
        } catch (ExecutionException e) {
            throw new StoreException(
                    String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e.getCause());
        }
    }
}
