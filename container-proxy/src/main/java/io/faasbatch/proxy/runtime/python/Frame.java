package io.faasbatch.proxy.runtime.python;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes over the pipes: two 32-bit lengths, a header and a body. The header is a small JSON object; the body are bytes
 * that the host passes on unread; {@code tail} are further bytes of it, of a frame that is sent. The module {@code wire} of the host lists all frames.
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed over, never compared
record Frame(JsonNode header, byte[] body, List<byte[]> tail) {

    Frame(JsonNode header, byte[] body) {
        this(header, body, List.of());
    }

    static final byte[] NO_BODY = {};

    String text(String field) {
        return header.path(field).asString("");
    }

    boolean is(String field) {
        return header.path(field).asBoolean(false);
    }

    long run() {
        return header.path("run").asLong(0);
    }

    /** The next frame, or empty at the end of the stream. */
    static Optional<Frame> read(DataInputStream in, JsonMapper mapper) throws IOException {
        byte[] lengths = in.readNBytes(2 * Integer.BYTES);
        if (lengths.length == 0) {
            return Optional.empty();
        }
        DataInputStream of = new DataInputStream(new ByteArrayInputStream(lengths));
        int header = of.readInt();
        int body = of.readInt();
        return Optional.of(new Frame(mapper.readTree(exactly(in, header)), exactly(in, body)));
    }

    void write(DataOutputStream out, JsonMapper mapper) throws IOException {
        byte[] text = mapper.writeValueAsBytes(header);
        out.writeInt(text.length);
        out.writeInt(body.length + tail.stream().mapToInt(part -> part.length).sum());
        out.write(text);
        out.write(body);
        for (byte[] part : tail) {
            out.write(part);
        }
    }

    private static byte[] exactly(DataInputStream in, int count) throws IOException {
        byte[] data = new byte[count];
        in.readFully(data);
        return data;
    }
}
