package io.faasbatch.proxy.runtime.jvm;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** The container's own stderr, whatever became of {@code System.err}. */
final class ContainerOutput {

    static final OutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    private ContainerOutput() {}

    /** Nobody can be told when stderr itself is broken; the user code that prints must not fail for it. */
    static void write(OutputStream out, byte[] data, int offset, int length) {
        try {
            out.write(data, offset, length);
        } catch (IOException brokenStderr) {
            // There is no other place left to say it.
        }
    }
}
