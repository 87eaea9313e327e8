package io.faasbatch.engine.invocation;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names one invocation: 128 random bits, so that it cannot be guessed. */
public record InvocationId(String value) {

    /** Most characters: an execution's id and the path of a deeply nested step. */
    public static final int LONGEST = 1_024;

    private static final SecureRandom RANDOM = new SecureRandom();

    public InvocationId {
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new IllegalArgumentException("an invocation id has 1 to " + LONGEST + " characters");
        }
    }

    public static InvocationId random() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new InvocationId(HexFormat.of().formatHex(bits));
    }

    @Override
    public String toString() {
        return value;
    }
}
