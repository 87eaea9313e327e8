package io.faasbatch.proxy.runtime.jvm;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of {@code System.out} and {@code System.err} and hands what is printed to the invocation that prints it.
 *
 * <p>Who prints is decided by a scoped value that is bound on the invocation's own virtual thread and nowhere else. An
 * inheritable thread-local would also reach threads the invocation starts, but a pool that one invocation happens to create
 * would then carry that invocation's name for ever, and print the lines of all later ones under it. Scoped values are not
 * inherited by threads, so a line is either attributed rightly or not at all: output of threads the user code starts goes
 * to the container's own stderr. (A thread forked inside a structured task scope does inherit the value, but cannot outlive
 * the invocation.)
 *
 * <p>It delegates every call whole instead of routing bytes beneath one stream: that stream's lock and its half-encoded
 * characters would be shared by all invocations, and one of them blocked in it would hold up the rest.
 */
final class OutputRouter extends PrintStream {

    private static final ScopedValue<CapturedOutput> CAPTURE = ScopedValue.newInstance();

    private final PrintStream container = new PrintStream(ContainerOutput.STDERR, true, StandardCharsets.UTF_8);

    private OutputRouter() {
        super(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    /** Replaces both streams, once for the life of the program. */
    static synchronized void install() {
        if (!(System.out instanceof OutputRouter)) {
            OutputRouter router = new OutputRouter();
            System.setOut(router);
            System.setErr(router);
        }
    }

    /** Runs {@code invocation} with everything this thread prints going to {@code output}. */
    static void capture(CapturedOutput output, Runnable invocation) {
        ScopedValue.where(CAPTURE, output).run(invocation);
    }

    private PrintStream target() {
        return CAPTURE.isBound() ? CAPTURE.get().stream : container;
    }

    @Override
    public void print(boolean value) {
        target().print(value);
    }

    @Override
    public void print(char value) {
        target().print(value);
    }

    @Override
    public void print(int value) {
        target().print(value);
    }

    @Override
    public void print(long value) {
        target().print(value);
    }

    @Override
    public void print(float value) {
        target().print(value);
    }

    @Override
    public void print(double value) {
        target().print(value);
    }

    @Override
    public void print(char[] value) {
        target().print(value);
    }

    @Override
    public void print(@Nullable String value) {
        target().print(value);
    }

    @Override
    public void print(@Nullable Object value) {
        target().print(value);
    }

    @Override
    public void println() {
        target().println();
    }

    @Override
    public void println(boolean value) {
        target().println(value);
    }

    @Override
    public void println(char value) {
        target().println(value);
    }

    @Override
    public void println(int value) {
        target().println(value);
    }

    @Override
    public void println(long value) {
        target().println(value);
    }

    @Override
    public void println(float value) {
        target().println(value);
    }

    @Override
    public void println(double value) {
        target().println(value);
    }

    @Override
    public void println(char[] value) {
        target().println(value);
    }

    @Override
    public void println(@Nullable String value) {
        target().println(value);
    }

    @Override
    public void println(@Nullable Object value) {
        target().println(value);
    }

    @Override
    public void write(int b) {
        target().write(b);
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        target().write(data, offset, length);
    }

    @Override
    public void write(byte[] data) {
        target().write(data, 0, data.length);
    }

    @Override
    public void writeBytes(byte[] data) {
        target().write(data, 0, data.length);
    }

    @Override
    public void flush() {
        target().flush();
    }

    @Override
    public boolean checkError() {
        return target().checkError();
    }

    @Override
    @FormatMethod
    public PrintStream printf(@FormatString String text, @Nullable Object... arguments) {
        target().printf(text, arguments);
        return this;
    }

    @Override
    @FormatMethod
    public PrintStream printf(@Nullable Locale locale, @FormatString String text, @Nullable Object... arguments) {
        target().printf(locale, text, arguments);
        return this;
    }

    @Override
    @FormatMethod
    public PrintStream format(@FormatString String text, @Nullable Object... arguments) {
        target().format(text, arguments);
        return this;
    }

    @Override
    @FormatMethod
    public PrintStream format(@Nullable Locale locale, @FormatString String text, @Nullable Object... arguments) {
        target().format(locale, text, arguments);
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text) {
        target().append(text);
        return this;
    }

    @Override
    public PrintStream append(@Nullable CharSequence text, int start, int end) {
        target().append(text, start, end);
        return this;
    }

    @Override
    public PrintStream append(char value) {
        target().append(value);
        return this;
    }

    /** User code cannot close what all share. */
    @Override
    public void close() {
        flush();
    }
}
