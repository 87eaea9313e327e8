package io.faasbatch.api;

import java.util.Objects;

/**
 * Bytes with a content type, anywhere in an input or an output. It travels beside the JSON, as it is and not encoded. A plain
 * {@code byte[]} in an output is taken for {@code application/octet-stream}, and one in an input type is given the bytes alone.
 *
 * @param data the bytes; they belong to whoever holds the value and are not copied
 * @param contentType such as {@code image/png}
 */
@SuppressWarnings("ArrayRecordComponent") // large; copying or comparing them would cost too much
public record Binary(byte[] data, String contentType) {

    public static final String OCTET_STREAM = "application/octet-stream";

    public Binary {
        Objects.requireNonNull(data, "data");
        Objects.requireNonNull(contentType, "contentType");
    }

    /** Bytes of no particular type. */
    public static Binary of(byte[] data) {
        return new Binary(data, OCTET_STREAM);
    }
}
