package io.faasbatch.engine.execution;

import io.faasbatch.protocol.ErrorDetail;

/** A foreach has no elements that could be invoked. */
final class BadForeachException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorDetail detail;

    BadForeachException(String type, String message) {
        super(message);
        this.detail = new ErrorDetail(type, message, null);
    }

    ErrorDetail detail() {
        return detail;
    }
}
