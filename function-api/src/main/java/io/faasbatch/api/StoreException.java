package io.faasbatch.api;

import org.jspecify.annotations.Nullable;

/** The store could not be read or written. */
public final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
