package io.faasbatch.engine.container;

import org.jspecify.annotations.Nullable;

/** The Docker Engine, or what stands in for it, refused or did not answer. */
public final class SandboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SandboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
