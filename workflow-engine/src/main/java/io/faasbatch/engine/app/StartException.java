package io.faasbatch.engine.app;

import org.springframework.boot.ExitCodeGenerator;

/** The program does not start, for a reason the person who starts it can remove: {@link #action} says how. */
public final class StartException extends RuntimeException implements ExitCodeGenerator {

    private static final long serialVersionUID = 1L;

    /** EX_CONFIG of sysexits.h. */
    private static final int CONFIGURATION_ERROR = 78;

    private final String action;

    public StartException(String message, String action) {
        super(message);
        this.action = action;
    }

    public StartException(String message, String action, Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    public String action() {
        return action;
    }

    @Override
    public int getExitCode() {
        return CONFIGURATION_ERROR;
    }
}
