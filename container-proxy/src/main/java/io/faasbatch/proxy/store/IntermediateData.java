package io.faasbatch.proxy.store;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.ProxyMetrics;
import java.util.Optional;

/**
 * Reads and writes values under a scope: the execution's id, or the invocation's for a direct call. Thread-safe; callers
 * wait. Concurrent reads of one key are one read; a read that starts after a write returned sees that write.
 */
public interface IntermediateData extends AutoCloseable {

    /** @throws StoreException when Redis cannot be reached or refuses */
    Optional<byte[]> get(String scope, String key);

    /** @throws StoreException when Redis cannot be reached or refuses, or the value is too large */
    void put(String scope, String key, byte[] value);

    /** Whether there is a Redis. */
    boolean available();

    /**
     * The value under the whole name of a key. It may be shared with other readers: not to be changed.
     *
     * @throws StoreException when Redis cannot be reached or refuses
     */
    Optional<byte[]> read(String key);

    /**
     * Writes a value, which is not to be changed afterwards, under the whole name of a key.
     *
     * @throws StoreException when Redis cannot be reached or refuses, or the value is too large
     */
    void write(String key, byte[] value);

    ProxyMetrics.Store counts();

    @Override
    void close();
}
