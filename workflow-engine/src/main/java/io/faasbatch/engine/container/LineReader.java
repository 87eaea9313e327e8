package io.faasbatch.engine.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Cuts a stream into lines as they arrive, none longer than a limit. Used by one thread. */
final class LineReader {

    private static final int BUFFER_BYTES = 16 << 10;

    private final InputStream in;
    private final int maxLineBytes;
    private final Runnable heard;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int from;
    private int to;

    /** @param heard told each time something arrives, be it no whole line */
    LineReader(InputStream in, int maxLineBytes, Runnable heard) {
        this.in = in;
        this.maxLineBytes = maxLineBytes;
        this.heard = heard;
    }

    /** The next line without its end, which may be empty. Nothing at the end of the stream; a last line without an end is an error. */
    Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (from == to && !fill()) {
                return endOfStream(line);
            }
            int end = indexOfLineFeed();
            line.write(buffer, from, end - from);
            if (line.size() > maxLineBytes) {
                throw new IOException("a result is longer than " + maxLineBytes + " bytes, the limit");
            }
            boolean complete = end < to;
            from = complete ? end + 1 : end;
            if (complete) {
                return Optional.of(line.toByteArray());
            }
        }
    }

    private static Optional<byte[]> endOfStream(ByteArrayOutputStream line) throws IOException {
        if (line.size() > 0) {
            throw new IOException("the answer broke off within a result");
        }
        return Optional.empty();
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, in.read(buffer));
        heard.run();
        return to > 0;
    }

    private int indexOfLineFeed() {
        int i = from;
        while (i < to && buffer[i] != '\n') {
            i++;
        }
        return i;
    }
}
