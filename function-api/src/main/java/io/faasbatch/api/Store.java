package io.faasbatch.api;

import java.util.Optional;

/**
 * Intermediate data of one execution, kept in Redis until the execution expires. All invocations of a container use one
 * connection, and concurrent reads of one key become one read.
 */
public interface Store {

    /**
     * The bytes under {@code key}, or empty when nothing was put there.
     *
     * @throws StoreException when Redis does not answer
     */
    Optional<byte[]> get(String key);

    /**
     * Puts {@code value} under {@code key}, replacing what was there.
     *
     * @param key 1 to 512 characters
     * @throws StoreException when Redis does not answer or the value is too large
     */
    void put(String key, byte[] value);
}
