package io.faasbatch.protocol;

/** How the program in a container ends when it cannot go on; whoever started the container reads it from the outside. */
public final class ExitCode {

    /** Memory was used up and something that several invocations ran in was killed for it. */
    public static final int OUT_OF_MEMORY = 86;

    /** Something that several invocations ran in died. */
    public static final int BROKEN_DOWN = 87;

    /** A JVM ends with it when its heap is used up, where it was told to end. */
    public static final int JVM_OUT_OF_MEMORY = 3;

    private ExitCode() {}

    public static boolean isOutOfMemory(long code) {
        return code == OUT_OF_MEMORY || code == JVM_OUT_OF_MEMORY;
    }
}
