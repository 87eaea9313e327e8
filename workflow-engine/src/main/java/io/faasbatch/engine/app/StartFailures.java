package io.faasbatch.engine.app;

import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.storage.StorageUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says in two sentences why a program did not start and what to do, instead of a stack trace. */
final class StartFailures implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            FailureAnalysis analysis = analysisOf(cause);
            if (analysis != null) {
                return analysis;
            }
        }
        return null;
    }

    private static @Nullable FailureAnalysis analysisOf(Throwable cause) {
        return switch (cause) {
            case StartException start -> new FailureAnalysis(start.getMessage(), start.action(), start);
            case StorageUnavailableException redis ->
                new FailureAnalysis(
                        "Redis cannot be used: " + redis.getMessage(),
                        "Start Redis, or point faasbatch.redis.uri (FAASBATCH_REDIS_URI) to one that runs.",
                        redis);
            case SandboxException sandbox ->
                new FailureAnalysis(
                        "no container can be started: " + sandbox.getMessage(),
                        "Start the Docker Engine and let this user reach its socket, set DOCKER_HOST, or, where nothing needs"
                                + " isolation, use faasbatch.sandbox=process.",
                        sandbox);
            default -> null;
        };
    }
}
