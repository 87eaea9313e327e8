package io.faasbatch.proxy.runtime.python;

import io.faasbatch.api.HttpAnswer;
import io.faasbatch.api.HttpException;
import io.faasbatch.api.StoreException;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.Services;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers what Python code asks of the proxy, each in a virtual thread, so that the reader of frames never waits. */
final class HostCalls {

    /** Calls at a time; more wait. */
    private static final int CONCURRENT_CALLS = 256;

    private final Services services;
    private final JsonMapper mapper;
    private final Semaphore places = new Semaphore(CONCURRENT_CALLS);

    HostCalls(Services services, JsonMapper mapper) {
        this.services = services;
        this.mapper = mapper;
    }

    void serve(RunRequest request, Frame call, Consumer<Frame> reply) {
        Thread.ofVirtual().name("python-call").start(() -> {
            places.acquireUninterruptibly();
            try {
                reply.accept(answer(request, call));
            } finally {
                places.release();
            }
        });
    }

    private Frame answer(RunRequest request, Frame call) {
        try {
            return switch (call.text("verb")) {
                case "get" -> {
                    Optional<byte[]> found = services.data().get(request.scope(), call.text("key"));
                    yield new Frame(header(call).put("found", found.isPresent()), found.orElse(Frame.NO_BODY));
                }
                case "put" -> {
                    services.data().put(request.scope(), call.text("key"), call.body());
                    yield new Frame(header(call).put("found", false), Frame.NO_BODY);
                }
                case "http" -> http(request, call);
                case String verb -> throw new IllegalArgumentException("there is no call " + verb);
            };
        } catch (StoreException | HttpException | IllegalArgumentException e) {
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

    private Frame http(RunRequest request, Frame call) {
        Map<String, String> headers = new HashMap<>();
        call.header()
                .path("headers")
                .properties()
                .forEach(one -> headers.put(one.getKey(), one.getValue().asString()));
        HttpAnswer answer = services.http().get(call.text("url"), headers, request.deadline());
        ObjectNode header = header(call).put("found", true).put("status", answer.status());
        ObjectNode named = header.putObject("headers");
        answer.headers().forEach((name, values) -> {
            ArrayNode list = named.putArray(name);
            values.forEach(list::add);
        });
        return new Frame(header, answer.body().data());
    }
}
