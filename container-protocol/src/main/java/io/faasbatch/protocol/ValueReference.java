package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * A value that travels beside a tree instead of in it: its bytes are in Redis.
 *
 * @param key of the hash it is kept in, in the field {@value #FIELD}
 * @param bytes its length
 * @param contentType a JSON value when it {@linkplain #isJson says so}; else bytes that nobody but user code looks into
 */
public record ValueReference(String key, long bytes, String contentType) {

    /** The one field of the hash that a value is; as a hash, it needs no more rights than the intermediate data. */
    public static final String FIELD = "value";

    /** The content type of a JSON value. */
    public static final String JSON = "application/json";

    /** The content type of bytes that came without one. */
    public static final String BYTES = "application/octet-stream";

    /** Most bytes of one value. */
    public static final long MAX_BYTES = 64L << 20;

    private static final int MAX_KEY_LENGTH = 512;
    private static final int MAX_TYPE_LENGTH = 255;

    public ValueReference {
        Required.text("key", key);
        if (key.length() > MAX_KEY_LENGTH) {
            throw new IllegalArgumentException("a key has at most " + MAX_KEY_LENGTH + " characters");
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes must be at least 0: " + bytes);
        }
        contentType = contentType == null ? BYTES : contentType;
        if (!isContentType(contentType)) {
            throw new IllegalArgumentException("not a content type");
        }
    }

    /** Visible ASCII with a slash, short enough for a header: what {@code type/subtype; parameter=value} is made of. */
    public static boolean isContentType(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_TYPE_LENGTH
                && text.indexOf('/') > 0
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    @JsonIgnore
    public boolean isJson() {
        return contentType.equals(JSON);
    }

    /** What the keys of an execution's values begin with, or those of a direct call. */
    public static String keysOf(String scope) {
        return "fb:{" + scope + "}:data:";
    }
}
