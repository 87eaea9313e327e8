package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.ErrorDetail;

/** The function's code or settings cannot be loaded; {@link #detail} says why, for its author. */
public final class InitException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorDetail detail;

    public InitException(ErrorDetail detail) {
        super(detail.type() + ": " + detail.message());
        this.detail = detail;
    }

    public ErrorDetail detail() {
        return detail;
    }
}
