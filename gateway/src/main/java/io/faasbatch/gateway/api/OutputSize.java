package io.faasbatch.gateway.api;

import io.faasbatch.engine.value.References;
import io.faasbatch.protocol.ValueReference;
import java.io.OutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many bytes a value has as JSON, with those of the values it refers to; it is written nowhere. */
final class OutputSize {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private OutputSize() {}

    static long of(JsonNode value) {
        References.Apart apart = References.apart(value);
        Counter counter = new Counter();
        MAPPER.writeValue(counter, apart.tree());
        return counter.bytes
                + apart.references().values().stream()
                        .mapToLong(ValueReference::bytes)
                        .sum();
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes += length;
        }
    }
}
