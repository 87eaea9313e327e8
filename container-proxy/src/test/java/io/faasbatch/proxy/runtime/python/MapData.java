package io.faasbatch.proxy.runtime.python;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.ProxyMetrics;
import io.faasbatch.proxy.store.IntermediateData;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Intermediate data in memory; the key {@code broken} cannot be read. */
final class MapData implements IntermediateData {

    final Map<String, byte[]> values = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> get(String scope, String key) {
        if (key.equals("broken")) {
            throw new StoreException("Redis does not answer", new IllegalStateException());
        }
        return Optional.ofNullable(values.get(scope + "/" + key));
    }

    @Override
    public void put(String scope, String key, byte[] value) {
        values.put(scope + "/" + key, value);
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public void write(String key, byte[] value) {
        values.put(key, value);
    }

    @Override
    public ProxyMetrics.Store counts() {
        return new ProxyMetrics.Store(0, 0, 0);
    }

    @Override
    public void close() {}
}
