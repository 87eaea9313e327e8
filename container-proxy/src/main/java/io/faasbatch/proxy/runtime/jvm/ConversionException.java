package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.protocol.ErrorDetail;

/** An input or output does not fit the JSON it should be; {@link #detail} says which. */
final class ConversionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient ErrorDetail detail;

    ConversionException(ErrorDetail detail, Throwable cause) {
        super(detail.message(), cause);
        this.detail = detail;
    }

    ErrorDetail detail() {
        return detail;
    }
}
