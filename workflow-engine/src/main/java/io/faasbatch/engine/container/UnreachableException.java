package io.faasbatch.engine.container;

import java.io.IOException;

/** No connection to a container proxy could be made: whatever was to be sent did not arrive. */
final class UnreachableException extends IOException {

    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
