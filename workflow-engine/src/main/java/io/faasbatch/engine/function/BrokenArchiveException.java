package io.faasbatch.engine.function;

/** Bytes are no zip archive that can be read, or one that is not allowed. */
final class BrokenArchiveException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenArchiveException(String message) {
        super(message);
    }

    BrokenArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
