package io.faasbatch.gateway.api;

import java.io.OutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How many bytes a value has as JSON; it is written nowhere. */
final class OutputSize {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private OutputSize() {}

    static long of(JsonNode value) {
        Counter counter = new Counter();
        MAPPER.writeValue(counter, value);
        return counter.bytes;
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
