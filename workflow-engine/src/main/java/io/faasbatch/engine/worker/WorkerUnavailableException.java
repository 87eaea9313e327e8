package io.faasbatch.engine.worker;

import org.jspecify.annotations.Nullable;

/** No worker, or a worker that cannot be reached or cannot start containers; the call may be tried again. */
public final class WorkerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WorkerUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
