package io.faasbatch.engine.redis;

/**
 * What function containers log in with: they may read and write intermediate data, and nothing else.
 *
 * @param keyPrefix put before the scope of every hash, as in {@code fb:{scope}:store}
 */
public record StoreAccess(String user, String password, String keyPrefix) {

    /** Without the password. */
    @Override
    public String toString() {
        return "StoreAccess[" + user + "]";
    }
}
