package io.faasbatch.engine.value;

import io.faasbatch.protocol.ValueReference;

/** A value is no longer there. */
public final class ValueMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ValueMissingException(ValueReference reference) {
        super("a value of " + reference.bytes() + " bytes is no longer in Redis: it has expired");
    }
}
