package io.faasbatch.proxy.batch;

/** An invocation of this id is already in the container. */
public final class DuplicateInvocationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String invocationId;

    DuplicateInvocationException(String invocationId) {
        super("invocation " + invocationId + " is already in this container");
        this.invocationId = invocationId;
    }

    public String invocationId() {
        return invocationId;
    }
}
