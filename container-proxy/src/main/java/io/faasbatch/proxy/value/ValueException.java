package io.faasbatch.proxy.value;

import io.faasbatch.protocol.ErrorDetail;

/** A value could not be read or written; {@link #detail} becomes the invocation's error. */
final class ValueException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorDetail detail;

    ValueException(String type, String message) {
        super(message);
        this.detail = ErrorDetail.of(type, message);
    }

    ErrorDetail detail() {
        return detail;
    }
}
