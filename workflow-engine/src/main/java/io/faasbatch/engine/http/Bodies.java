package io.faasbatch.engine.http;

import io.faasbatch.engine.definition.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Reads bodies, never more of them than the limit allows, and writes JSON. Immutable. */
public final class Bodies {

    private final JsonMapper mapper;

    public Bodies(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The whole body; a request that announces or sends more than {@code limit} bytes is refused with 413. */
    public Mono<byte[]> bytes(ServerRequest request, int limit) {
        OptionalLong announced = request.headers().contentLength();
        if (announced.isPresent() && announced.getAsLong() > limit) {
            return Mono.error(() -> tooLarge(limit));
        }
        request.attributes().put(UnreadBody.TAKEN, true);
        return DataBufferUtils.join(request.exchange().getRequest().getBody(), limit)
                .map(Bodies::content)
                .defaultIfEmpty(new byte[0])
                .doOnNext(_ -> request.attributes().put(UnreadBody.READ, true))
                .onErrorMap(DataBufferLimitException.class, _ -> tooLarge(limit));
    }

    /** The body as JSON; an empty one is null. */
    public Mono<JsonNode> json(ServerRequest request, int limit) {
        return bytes(request, limit).map(this::parse);
    }

    /** The body as a record; what is missing or of another type is refused with 400. */
    public <T> Mono<T> record(ServerRequest request, int limit, Class<T> type) {
        return bytes(request, limit).map(bytes -> {
            try {
                return mapper.readValue(bytes, type);
            } catch (JacksonException e) {
                throw malformed(e);
            }
        });
    }

    /** @throws ProblemException 400 with line and column when it is not exactly one JSON value in UTF-8 */
    public JsonNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            return NullNode.getInstance();
        }
        requireUtf8(bytes);
        try {
            JsonNode value = mapper.readTree(bytes);
            return value.isMissingNode() ? NullNode.getInstance() : value;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /** @throws ProblemException 400 when the bytes are not UTF-8 */
    public static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "malformed-body", "the body is not UTF-8");
        }
    }

    /** An answer with a JSON body. */
    public Mono<ServerResponse> answer(ServerResponse.BodyBuilder response, Object value) {
        return Mono.fromCallable(() -> mapper.writeValueAsBytes(value))
                .flatMap(bytes ->
                        response.contentType(MediaType.APPLICATION_JSON).bodyValue(bytes));
    }

    private static void requireUtf8(byte[] bytes) {
        // A parser would guess UTF-16 and UTF-32 from zero bytes; neither is JSON on the wire (RFC 8259, 8.1).
        if (bytes[0] == 0 || (bytes.length > 1 && bytes[1] == 0)) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "malformed-body", "the body is not JSON in UTF-8");
        }
    }

    private static byte[] content(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    private static ProblemException tooLarge(int limit) {
        Problem problem = Problem.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body-too-large",
                "the body is larger than " + limit + " bytes, the limit");
        return new ProblemException(problem.with("limitBytes", limit));
    }

    private static ProblemException malformed(JacksonException e) {
        TokenStreamLocation place = e.getLocation();
        int line = place == null ? 0 : Math.max(0, place.getLineNr());
        int column = place == null ? 0 : Math.max(0, place.getColumnNr());
        String message = String.valueOf(e.getOriginalMessage());
        Problem problem =
                Problem.of(HttpStatus.BAD_REQUEST, "malformed-body", "the body is not the JSON that is expected here");
        return new ProblemException(problem.withFaults(List.of(new Fault("", line, column, message))));
    }
}
