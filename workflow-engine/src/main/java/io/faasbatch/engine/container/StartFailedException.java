package io.faasbatch.engine.container;

import io.faasbatch.protocol.ErrorDetail;

/** A container did not come up: {@link #detail} says why, for whoever waits for it. */
final class StartFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorDetail detail;

    StartFailedException(ErrorDetail detail, Throwable cause) {
        super(detail.type() + ": " + detail.message(), cause);
        this.detail = detail;
    }

    StartFailedException(ErrorDetail detail) {
        super(detail.type() + ": " + detail.message());
        this.detail = detail;
    }

    ErrorDetail detail() {
        return detail;
    }
}
