package io.faasbatch.proxy;

import com.sun.net.httpserver.HttpExchange;
import io.faasbatch.protocol.BatchRequest;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.InvocationResult.Status;
import io.faasbatch.proxy.batch.DuplicateInvocationException;
import io.faasbatch.proxy.batch.QueueClosedException;
import io.faasbatch.proxy.batch.RunQueue;
import io.faasbatch.proxy.batch.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /batch}: hands the invocations to the queue and writes each result the moment it is there. The request's own
 * thread does the writing, so a client that reads slowly holds up nobody but itself.
 *
 * <p>A server hears of a client that left only when it writes. While no result is due a blank is written now and then,
 * which JSON allows before a value: whoever reads the next line does not notice, and a broken connection is found out.
 */
final class BatchEndpoint {

    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(1);

    private final FunctionSlot slot;
    private final Limits limits;
    private final JsonMapper json;

    BatchEndpoint(FunctionSlot slot, Limits limits, JsonMapper json) {
        this.slot = slot;
        this.limits = limits;
        this.json = json;
    }

    void handle(HttpExchange exchange) throws IOException, RefusedException, InterruptedException {
        long arrived = System.nanoTime();
        FunctionSlot.Loaded loaded = slot.require();
        RunQueue queue = loaded.queue();
        BatchRequest request = read(exchange);
        isFor(loaded.function(), request);
        BlockingQueue<InvocationResult> results = new LinkedBlockingQueue<>();
        Submission batch = new Submission(request.invocations(), arrived, results::add);
        submit(queue, batch);
        boolean complete = false;
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/x-ndjson");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            write(results, request.invocations().size(), out);
            out.close();
            complete = true;
        } finally {
            if (!complete) {
                queue.abandon(batch);
            }
        }
    }

    private BatchRequest read(HttpExchange exchange) throws IOException, RefusedException {
        BatchRequest request;
        try (InputStream body = LimitedBody.of(exchange, limits.batchBytes())) {
            request = json.readValue(body, BatchRequest.class);
        }
        if (request.invocations().size() > limits.batchInvocations()) {
            throw new RefusedException(
                    413,
                    "TooManyInvocations",
                    "a batch has at most " + limits.batchInvocations() + " invocations, not "
                            + request.invocations().size());
        }
        return request;
    }

    /** The worker may have meant another container, which had this one's address before. */
    private static void isFor(String function, BatchRequest request) throws RefusedException {
        String meant = request.function().orElse(function);
        if (!meant.equals(function)) {
            throw new RefusedException(
                    409, "OtherFunction", "this container has the function " + function + ", not " + meant);
        }
    }

    private static void submit(RunQueue queue, Submission batch) throws RefusedException, InterruptedException {
        try {
            queue.submit(batch);
        } catch (DuplicateInvocationException e) {
            throw new RefusedException(409, "DuplicateInvocation", e.getMessage());
        } catch (QueueClosedException e) {
            throw new RefusedException(503, "ShuttingDown", e.getMessage());
        }
    }

    private void write(BlockingQueue<InvocationResult> results, int expected, OutputStream out)
            throws IOException, InterruptedException {
        int left = expected;
        while (left > 0) {
            @Nullable InvocationResult result = results.poll(SIGN_OF_LIFE.toMillis(), TimeUnit.MILLISECONDS);
            if (result == null) {
                out.write(' ');
            } else {
                for (; result != null; result = results.poll()) {
                    out.write(line(result));
                    left--;
                }
            }
            if (left > 0) {
                out.flush(); // the last ones go together with the end of the answer
            }
        }
    }

    private byte[] line(InvocationResult result) {
        JsonNode output = result.output();
        if (output == null) {
            return bytes(result);
        }
        try {
            byte[] line = bytes(result);
            if (line.length <= limits.outputBytes()) {
                return line; // so is the output in it
            }
            int size = json.writeValueAsBytes(output).length;
            return size <= limits.outputBytes() ? line : bytes(failed(result, tooLarge(size)));
        } catch (JacksonException e) {
            return bytes(failed(result, ErrorDetail.of(ErrorDetail.INVALID_OUTPUT, e.getOriginalMessage())));
        }
    }

    private byte[] bytes(InvocationResult result) {
        byte[] text = json.writeValueAsBytes(result);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        return line;
    }

    private ErrorDetail tooLarge(int size) {
        return ErrorDetail.of(
                ErrorDetail.OUTPUT_TOO_LARGE,
                "the output has " + size + " bytes of JSON, at most " + limits.outputBytes() + " are allowed");
    }

    private static InvocationResult failed(InvocationResult result, ErrorDetail error) {
        return new InvocationResult(result.id(), Status.ERROR, null, error, result.timings(), result.logs());
    }
}
