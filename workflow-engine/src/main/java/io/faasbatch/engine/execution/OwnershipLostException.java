package io.faasbatch.engine.execution;

/** Another worker goes on with the execution, or it has ended or expired: nothing was written, and its former owner lets go of it. */
public final class OwnershipLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OwnershipLostException(String message) {
        super(message);
    }
}
