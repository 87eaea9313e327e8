package io.faasbatch.gateway.worker;

/** A worker could not be reached, and nothing of the call was sent: another worker may be asked. */
final class NotSentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotSentException(String message, Throwable cause) {
        super(message, cause);
    }
}
