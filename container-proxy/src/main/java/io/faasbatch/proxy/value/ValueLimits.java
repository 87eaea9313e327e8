package io.faasbatch.proxy.value;

/**
 * How large outputs may be.
 *
 * @param inlineBytes most bytes, about, of an output of a step that is handed on as it is; a larger one is written to Redis
 * @param outputBytes the same of a direct call's output, whose caller waits for it, and of a tree that has parts
 * @param valueBytes most bytes of one value in Redis
 */
public record ValueLimits(int inlineBytes, int outputBytes, long valueBytes) {

    /** About what Redis and a container's wire carry without noticing. */
    public static final int DEFAULT_INLINE_BYTES = 64 << 10;
}
