package io.faasbatch.engine.redis;

import io.faasbatch.engine.storage.StorageUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import java.util.Set;

/** What a failure of the Redis client means to those who use the storage. */
final class Failures {

    /** Answers of a Redis that is there but cannot serve for now: starting, a replica, full, failing over. */
    private static final Set<String> FOR_NOW = Set.of(
            "LOADING", "BUSY", "MASTERDOWN", "READONLY", "OOM", "MISCONF", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS");

    private Failures() {}

    static RuntimeException translate(Throwable failure) {
        return switch (failure) {
            case RedisCommandExecutionException refused -> refused(refused);
            case RedisException broken -> unavailable("Redis does not answer: " + broken.getMessage(), broken);
            case RuntimeException ours -> ours;
            default -> unavailable("Redis does not answer: " + failure.getMessage(), failure);
        };
    }

    static StorageUnavailableException unavailable(String message, Throwable cause) {
        return new StorageUnavailableException(message, cause);
    }

    private static RuntimeException refused(RedisCommandExecutionException refused) {
        String answer = String.valueOf(refused.getMessage());
        String code = answer.split(" ", 2)[0];
        return FOR_NOW.contains(code)
                ? unavailable("Redis cannot serve now: " + answer, refused)
                : new RefusedCommandException(answer, refused);
    }
}
