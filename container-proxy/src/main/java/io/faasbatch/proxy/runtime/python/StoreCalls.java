package io.faasbatch.proxy.runtime.python;

import io.faasbatch.api.StoreException;
import io.faasbatch.proxy.store.IntermediateData;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers the store calls of Python code, each in a virtual thread, so that the reader of frames never waits for Redis. */
final class StoreCalls {

    /** Calls to the store at a time; more wait. */
    private static final int CONCURRENT_CALLS = 64;

    private final IntermediateData data;
    private final JsonMapper mapper;
    private final Semaphore places = new Semaphore(CONCURRENT_CALLS);

    StoreCalls(IntermediateData data, JsonMapper mapper) {
        this.data = data;
        this.mapper = mapper;
    }

    void serve(String scope, Frame call, Consumer<Frame> reply) {
        Thread.ofVirtual().name("python-store").start(() -> {
            places.acquireUninterruptibly();
            try {
                reply.accept(answer(scope, call));
            } finally {
                places.release();
            }
        });
    }

    private Frame answer(String scope, Frame call) {
        ObjectNode header = mapper.createObjectNode()
                .put("op", "value")
                .put("run", call.run())
                .put("call", call.header().path("call").asLong());
        try {
            Optional<byte[]> found = perform(scope, call);
            header.put("found", found.isPresent());
            return new Frame(header, found.orElse(Frame.NO_BODY));
        } catch (StoreException | IllegalArgumentException e) {
            header.put("error", String.valueOf(e.getMessage()));
            return new Frame(header, Frame.NO_BODY);
        }
    }

    private Optional<byte[]> perform(String scope, Frame call) {
        if ("get".equals(call.text("verb"))) {
            return data.get(scope, call.text("key"));
        }
        data.put(scope, call.text("key"), call.body());
        return Optional.empty();
    }
}
