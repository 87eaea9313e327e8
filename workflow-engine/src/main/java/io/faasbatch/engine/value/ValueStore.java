package io.faasbatch.engine.value;

import io.faasbatch.protocol.ValueReference;

/** Values that can be added to. Each expires by itself. */
public interface ValueStore extends Values {

    /**
     * Keeps a value.
     *
     * @param scope the execution or direct call it belongs to
     */
    ValueReference keep(String scope, byte[] value, String contentType);
}
