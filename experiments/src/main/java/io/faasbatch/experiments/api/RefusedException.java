package io.faasbatch.experiments.api;

import java.io.IOException;

/** The system answered a request with a problem. */
public final class RefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(String request, int status, String body) {
        super(request + " was answered with " + status + ": " + body);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
