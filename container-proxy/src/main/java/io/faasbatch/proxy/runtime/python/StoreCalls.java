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
        try {
            Optional<byte[]> found = perform(scope, call);
            return new Frame(header(call).put("found", found.isPresent()), found.orElse(Frame.NO_BODY));
        } catch (StoreException | IllegalArgumentException e) {
            return new Frame(header(call).put("error", String.valueOf(e.getMessage())), Frame.NO_BODY);
        }
    }

    /** The answer to a call of an invocation that is over. */
    Frame refusal(Frame call) {
        return new Frame(header(call).put("error", "The invocation has ended"), Frame.NO_BODY);
    }

    private ObjectNode header(Frame call) {
        return mapper.createObjectNode()
                .put("op", "value")
                .put("run", call.run())
                .put("call", call.header().path("call").asLong());
    }

    private Optional<byte[]> perform(String scope, Frame call) {
        if ("get".equals(call.text("verb"))) {
            return data.get(scope, call.text("key"));
        }
        data.put(scope, call.text("key"), call.body());
        return Optional.empty();
    }
}
