package io.faasbatch.engine.http;

import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.StrategyRefusedException;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.worker.WorkerUnavailableException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Which problem stands for which exception. What is not foreseen becomes a 500 that says nothing but the id under which it was logged. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration OUTAGE = Duration.ofSeconds(5);

    private Problems() {}

    /** @param request the method and path, for the log */
    static ProblemException of(Throwable thrown, String request) {
        return switch (thrown) {
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause(), request);
            case ProblemException problem -> problem;
            case InvalidDefinitionException invalid -> invalid(invalid);
            case CapacityException refused -> capacity(refused);
            case StrategyRefusedException refused ->
                new ProblemException(
                        HttpStatus.UNPROCESSABLE_CONTENT, "strategy-refused", String.valueOf(refused.getMessage()));
            case StorageUnavailableException away -> unavailable("storage-unavailable", "Redis does not answer", away);
            case WorkerUnavailableException away -> unavailable("worker-unavailable", away.getMessage(), away);
            case SandboxException away -> unavailable("sandbox-unavailable", away.getMessage(), away);
            case ResponseStatusException status -> status(status);
            default -> unforeseen(thrown, request);
        };
    }

    private static ProblemException invalid(InvalidDefinitionException invalid) {
        Problem problem = Problem.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "invalid-definition",
                invalid.faults().size() + " fault(s) found");
        return new ProblemException(problem.withFaults(invalid.faults()));
    }

    private static ProblemException capacity(CapacityException refused) {
        HttpStatus status = refused.ofFunction() ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.SERVICE_UNAVAILABLE;
        String kind = refused.ofFunction() ? "function-limit" : "worker-limit";
        Duration wait = refused.retryAfter().isPositive() ? refused.retryAfter() : SOON;
        return new ProblemException(status, kind, String.valueOf(refused.getMessage())).retryAfter(wait);
    }

    private static ProblemException unavailable(String kind, @Nullable String detail, Exception cause) {
        LOG.debug("{}", kind, cause);
        return new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, kind, String.valueOf(detail)).retryAfter(OUTAGE);
    }

    private static ProblemException status(ResponseStatusException thrown) {
        HttpStatus status = HttpStatus.resolve(thrown.getStatusCode().value());
        if (status == null || status == HttpStatus.NOT_FOUND) {
            return new ProblemException(HttpStatus.NOT_FOUND, "unknown-path", "there is nothing under this path");
        }
        String kind = status.is5xxServerError() ? "server-error" : "bad-request";
        return new ProblemException(status, kind, status.getReasonPhrase());
    }

    private static ProblemException unforeseen(Throwable thrown, String request) {
        String errorId = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        LOG.error("error {} in {}", errorId, request, thrown);
        Problem problem = Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "something unforeseen went wrong; the log says more under error id " + errorId);
        return new ProblemException(problem.with("errorId", errorId));
    }
}
