package io.faasbatch.proxy.store;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.ProxyMetrics;
import java.util.Optional;

/** Stands where a function was given no store: every use says so. */
public final class NoIntermediateData implements IntermediateData {

    @Override
    public Optional<byte[]> get(String scope, String key) {
        throw missing();
    }

    @Override
    public void put(String scope, String key, byte[] value) {
        throw missing();
    }

    @Override
    public boolean available() {
        return false;
    }

    @Override
    public Optional<byte[]> read(String key) {
        throw missing();
    }

    @Override
    public void write(String key, byte[] value) {
        throw missing();
    }

    @Override
    public ProxyMetrics.Store counts() {
        return new ProxyMetrics.Store(0, 0, 0);
    }

    @Override
    public void close() {}

    private static StoreException missing() {
        return new StoreException("this function was set up without a store", null);
    }
}
