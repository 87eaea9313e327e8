package io.faasbatch.gateway.api;

import io.faasbatch.engine.http.Bodies;
import io.faasbatch.engine.http.Problem;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.protocol.ErrorDetail;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** How the end of a direct call is answered. */
final class Outcome {

    private Outcome() {}

    static Mono<ServerResponse> answer(Bodies bodies, InvocationRecord invocation) {
        return switch (invocation.status()) {
            case SUCCEEDED -> bodies.answer(ServerResponse.ok(), invocation);
            case PENDING, RUNNING ->
                bodies.answer(ServerResponse.accepted().location(location(invocation.id())), invocation);
            case FAILED -> problem(HttpStatus.BAD_GATEWAY, "function-error", invocation);
            case CANCELLED -> problem(HttpStatus.BAD_GATEWAY, "invocation-cancelled", invocation);
            case TIMED_OUT -> problem(HttpStatus.GATEWAY_TIMEOUT, "function-timeout", invocation);
        };
    }

    static URI location(String invocationId) {
        return URI.create("/v1/invocations/" + invocationId);
    }

    private static Mono<ServerResponse> problem(HttpStatus status, String kind, InvocationRecord invocation) {
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
        return Mono.error(
                () -> new ProblemException(error.stack() == null ? problem : problem.with("stack", error.stack())));
    }
}
