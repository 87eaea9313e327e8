package io.faasbatch.engine.redis;

/** Redis is there and refuses a command: a fault of ours or of its configuration, so trying again does not help. */
final class RefusedCommandException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    RefusedCommandException(String answer, Throwable cause) {
        super("Redis refuses: " + answer, cause);
    }

    /** Whether the answer's code, its first word, is this one. */
    boolean is(String code) {
        Throwable cause = getCause();
        String answer = cause == null ? null : cause.getMessage();
        return answer != null && answer.startsWith(code + " ");
    }
}
