package io.faasbatch.api;

import org.jspecify.annotations.Nullable;

/** A request could not be made, or has no answer that can be given. */
public final class HttpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HttpException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
