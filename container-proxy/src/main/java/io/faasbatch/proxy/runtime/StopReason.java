package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.ErrorDetail;

/** Why an invocation is stopped before its end. */
public enum StopReason {
    /** Its deadline passed. */
    DEADLINE(ErrorDetail.TIMEOUT, "the deadline passed"),
    /** Somebody asked for it. */
    CANCELLED(ErrorDetail.CANCELLED, "the invocation was cancelled"),
    /** The container is shutting down: the invocation is not to blame and may run elsewhere. */
    SHUTDOWN(ErrorDetail.CRASHED, "the container was stopped while the invocation was in it");

    private final String type;
    private final String message;

    StopReason(String type, String message) {
        this.type = type;
        this.message = message;
    }

    /** What a stopped invocation is reported with. */
    public ErrorDetail error() {
        return ErrorDetail.of(type, message);
    }
}
