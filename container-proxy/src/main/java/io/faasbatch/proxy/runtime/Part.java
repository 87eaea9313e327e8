package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.ValueReference;

/** A value that travels beside a tree: JSON text, or bytes with a content type. The bytes are handed over and never changed. */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Part(byte[] bytes, String contentType) {

    public static Part json(byte[] text) {
        return new Part(text, ValueReference.JSON);
    }

    public boolean isJson() {
        return contentType.equals(ValueReference.JSON);
    }
}
