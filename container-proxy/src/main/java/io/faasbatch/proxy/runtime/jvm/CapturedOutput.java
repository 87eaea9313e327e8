package io.faasbatch.proxy.runtime.jvm;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What one invocation wrote to stdout and stderr, in the order it was written, up to a limit. Written by the invocation's
 * thread, sealed by whichever thread reports it; what is written later goes to the container's own stderr.
 */
final class CapturedOutput extends OutputStream {

    /** stdout and stderr both end here; printing is not worth two buffers. */
    final PrintStream stream = new PrintStream(this, true, StandardCharsets.UTF_8);

    private final int limit;
    private final OutputStream afterwards;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);

    @GuardedBy("bytes")
    private boolean cut;

    @GuardedBy("bytes")
    private boolean sealed;

    CapturedOutput(int limit, OutputStream afterwards) {
        this.limit = limit;
        this.afterwards = afterwards;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) {
        if (!keep(data, offset, length)) {
            ContainerOutput.write(afterwards, data, offset, length);
        }
    }

    /** Writing to the container may block, so it is never done while the buffer is held. */
    private boolean keep(byte[] data, int offset, int length) {
        synchronized (bytes) {
            if (sealed) {
                return false;
            }
            int room = Math.min(length, limit - bytes.size());
            bytes.write(data, offset, room);
            cut |= room < length;
            return true;
        }
    }

    /** Ends the capture. Bytes that are no UTF-8 become replacement characters. */
    String seal() {
        synchronized (bytes) {
            sealed = true;
            if (!cut) {
                return bytes.toString(StandardCharsets.UTF_8);
            }
            return new String(bytes.toByteArray(), 0, wholeCharacters(), StandardCharsets.UTF_8)
                    + "\n[... output cut at " + limit + " bytes]\n";
        }
    }

    /** The cut may have gone through a character: it ends before the first byte of the broken one. */
    @GuardedBy("bytes")
    private int wholeCharacters() {
        byte[] all = bytes.toByteArray();
        int start = all.length;
        while (start > 0 && all.length - start < 3 && (all[start - 1] & 0xC0) == 0x80) {
            start--;
        }
        if (start == 0) {
            return all.length;
        }
        int lead = all[start - 1] & 0xFF;
        int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
        return all.length - (start - 1) < needed ? start - 1 : all.length;
    }
}
