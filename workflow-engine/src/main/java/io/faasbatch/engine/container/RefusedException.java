package io.faasbatch.engine.container;

import io.faasbatch.protocol.ErrorDetail;
import java.io.IOException;

/** A container proxy answered, but not with a success. */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ErrorDetail detail;

    RefusedException(int status, ErrorDetail detail) {
        super("status " + status + ", " + detail.type() + ": " + detail.message());
        this.status = status;
        this.detail = detail;
    }

    int status() {
        return status;
    }

    ErrorDetail detail() {
        return detail;
    }
}
