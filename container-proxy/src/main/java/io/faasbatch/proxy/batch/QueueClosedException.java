package io.faasbatch.proxy.batch;

import org.jspecify.annotations.Nullable;

/** The container is shutting down and takes no more invocations. */
public final class QueueClosedException extends Exception {

    private static final long serialVersionUID = 1L;

    QueueClosedException(@Nullable Throwable cause) {
        super("the container is shutting down", cause);
    }
}
