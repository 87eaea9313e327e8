package io.faasbatch.engine.docker;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The scheduling class of a thread, as the kernel has it. */
final class SchedulingClass {

    /** The normal class. */
    static final int OTHER = 0;

    /** First in, first out, before everything of the normal class. */
    static final int FIFO = 1;

    /** What {@link #set} gives when it is done, and what it gives when the thread is gone. */
    static final int DONE = 0;

    static final int GONE = 3;

    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SET = setter();

    private SchedulingClass() {}

    @SuppressWarnings(
            "restricted") // The C library has the only way to a thread's class; the signature is that of POSIX.
    private static MethodHandle setter() {
        Linker linker = Linker.nativeLinker();
        SymbolLookup library = linker.defaultLookup();
        return linker.downcallHandle(
                library.find("sched_setscheduler").orElseThrow(),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
                Linker.Option.captureCallState("errno"));
    }

    /** Gives {@link #DONE}, or the number of the error. */
    static int set(int thread, int schedulingClass) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment priority = arena.allocateFrom(ValueLayout.JAVA_INT, schedulingClass == FIFO ? 1 : 0);
            int result = (int) SET.invokeExact(state, thread, schedulingClass, priority);
            return result == 0 ? DONE : (int) ERRNO.get(state, 0L);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library throws nothing", e);
        }
    }
}
