package io.faasbatch.experiments.command;

/** The arguments of a command are not what they must be. */
public final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
