package io.faasbatch.proxy;

import io.faasbatch.protocol.ErrorDetail;
import org.jspecify.annotations.Nullable;

/** A request is answered with an error: its HTTP status and its body. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ErrorDetail detail;

    RefusedException(int status, ErrorDetail detail) {
        super(status + " " + detail.type() + ": " + detail.message());
        this.status = status;
        this.detail = detail;
    }

    RefusedException(int status, String type, @Nullable String message) {
        this(status, ErrorDetail.of(type, message));
    }

    int status() {
        return status;
    }

    ErrorDetail detail() {
        return detail;
    }
}
