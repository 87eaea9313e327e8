package io.faasbatch.engine.localredis;

import org.jspecify.annotations.Nullable;

/** The private Redis cannot be had; the message says what to do about it. */
public final class PrivateRedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PrivateRedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
