package io.faasbatch.gateway.api;

import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.Problem;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.PlatformErrors;
import io.faasbatch.engine.value.References;
import io.faasbatch.protocol.ErrorDetail;
import java.net.URI;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** How the end of a direct call is answered. */
final class Outcome {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private Outcome() {}

    static Mono<ServerResponse> answer(Edge edge, ValueView view, InvocationRecord invocation) {
        Bodies bodies = edge.bodies();
        return switch (invocation.status()) {
            case SUCCEEDED -> shown(edge, view, invocation).flatMap(shown -> bodies.answer(ServerResponse.ok(), shown));
            case PENDING, RUNNING ->
                bodies.answer(ServerResponse.accepted().location(location(invocation.id())), invocation);
            case FAILED -> Mono.error(() -> failed(invocation));
            case CANCELLED -> Mono.error(() -> problem(HttpStatus.BAD_GATEWAY, "invocation-cancelled", invocation));
            case TIMED_OUT -> Mono.error(() -> problem(HttpStatus.GATEWAY_TIMEOUT, "function-timeout", invocation));
        };
    }

    /** Most outputs hold no reference, and then nothing waits for Redis: a change of threads would cost more than the work. */
    private static Mono<InvocationRecord> shown(Edge edge, ValueView view, InvocationRecord invocation) {
        JsonNode output = invocation.output();
        boolean waits = output != null && !References.apart(output).references().isEmpty();
        return waits
                ? edge.blocking().call(() -> view.answer(invocation))
                : Mono.fromCallable(() -> view.answer(invocation));
    }

    static URI location(String invocationId) {
        return URI.create("/v1/invocations/" + invocationId);
    }

    private static ProblemException failed(InvocationRecord invocation) {
        return PlatformErrors.isReasonOf(invocation)
                ? problem(HttpStatus.SERVICE_UNAVAILABLE, "no-container", invocation)
                        .retryAfter(RETRY_AFTER)
                : problem(HttpStatus.BAD_GATEWAY, "function-error", invocation);
    }

    private static ProblemException problem(HttpStatus status, String kind, InvocationRecord invocation) {
        ErrorDetail error = invocation.error() == null
                ? new ErrorDetail(invocation.status().name(), "the invocation ended without saying why", null)
                : invocation.error();
        Problem problem = Problem.of(status, kind, error.type() + ": " + error.message())
                .with("invocationId", invocation.id())
                .with("function", invocation.function())
                .with("errorType", error.type())
                .with("errorMessage", error.message())
                .with("attempt", invocation.attempt())
                .with("timings", invocation.timings());
        return new ProblemException(error.stack() == null ? problem : problem.with("stack", error.stack()));
    }
}
