package io.faasbatch.protocol;

/**
 * Where a container finds the Redis that holds intermediate data.
 *
 * @param keyPrefix put before the scope of every key
 * @param ttlSeconds how long a value is kept after the last write of its scope, unless its execution keeps it longer; above 0
 */
public record StoreAddress(String host, int port, String username, String password, String keyPrefix, long ttlSeconds) {

    @Override
    public String toString() {
        return "StoreAddress[" + host + ":" + port + "]";
    }
}
