package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.protocol.ErrorDetail;
import org.jspecify.annotations.Nullable;

/** Describes what user code threw, in the user's own frames. Runs on the invocation's thread: an exception's methods are user code too. */
final class UserError {

    private static final int MAX_STACK = 16 * 1024;
    private static final int MAX_MESSAGE = 8 * 1024;
    private static final int MAX_CAUSES = 8;
    private static final String OURS = UserError.class.getPackageName() + ".";

    private UserError() {}

    static ErrorDetail of(Throwable thrown) {
        return new ErrorDetail(type(thrown), cut(message(thrown), MAX_MESSAGE), stack(thrown));
    }

    private static String type(Throwable thrown) {
        String simple = thrown.getClass().getSimpleName();
        return simple.isEmpty() ? thrown.getClass().getName() : simple;
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (RuntimeException | StackOverflowError e) {
            return "(its message cannot be read: " + e.getClass().getName() + ")";
        }
    }

    private static String stack(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES && text.length() < MAX_STACK; depth++) {
            text.append(depth == 0 ? "" : "Caused by: ").append(cause.getClass().getName());
            String message = message(cause);
            text.append(message.isEmpty() ? "" : ": " + message).append('\n');
            frames(cause, text);
            cause = next(cause);
        }
        return cut(text.toString(), MAX_STACK);
    }

    private static void frames(Throwable thrown, StringBuilder text) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS) || text.length() >= MAX_STACK) {
                return;
            }
            text.append("\tat ").append(frame).append('\n');
        }
    }

    private static @Nullable Throwable next(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit) + "\n[... cut]";
    }
}
