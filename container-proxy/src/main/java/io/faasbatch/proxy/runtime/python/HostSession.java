package io.faasbatch.proxy.runtime.python;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.Breakdown;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.MemoryKills;
import io.faasbatch.proxy.runtime.Part;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.SharedCount;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One host process with the function loaded, and the invocations that were given to it. When the process dies, all of them end.
 * INVARIANT: a run that is in {@link #runs} when {@link #death} is set is ended by whichever of {@link #start} and {@link
 * #died} sees both.
 */
final class HostSession implements HostProcess.Events {

    private final HostProcess process;
    private final HostCalls calls;
    private final JsonMapper mapper;
    private final Breakdown breakdown;
    private final long memoryKillsBefore = MemoryKills.count();
    private final Map<Long, Run> runs = new ConcurrentHashMap<>();
    private final CompletableFuture<@Nullable ErrorDetail> loading = new CompletableFuture<>();
    private volatile @Nullable String death;
    private volatile boolean served;
    private volatile SharedCount shared = new SharedCount(0, 0);

    private HostSession(HostProcess process, HostCalls calls, JsonMapper mapper, Breakdown breakdown) {
        this.process = process;
        this.calls = calls;
        this.mapper = mapper;
        this.breakdown = breakdown;
    }

    /** Gives the function to a host. What is started from now on waits in the pipe until it is loaded. */
    static HostSession open(HostProcess process, Frame load, HostCalls calls, JsonMapper mapper, Breakdown breakdown) {
        HostSession session = new HostSession(process, calls, mapper, breakdown);
        process.send(load);
        process.listen(session);
        return session;
    }

    /** Waits until the function can be called. */
    void awaitLoaded(Duration limit) throws InitException {
        ErrorDetail fault;
        try {
            fault = loading.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            fault = new ErrorDetail(ErrorDetail.TIMEOUT, "Loading the function took longer than " + limit, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault = new ErrorDetail(ErrorDetail.CANCELLED, "Loading the function was interrupted", null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Loading never completes with an exception", e);
        }
        if (fault != null) {
            process.kill();
            throw new InitException(fault);
        }
    }

    boolean alive() {
        return death == null;
    }

    /** Whether any invocation came to an end of its own here. */
    boolean served() {
        return served;
    }

    SharedCount shared() {
        return shared;
    }

    void start(long number, Run run, Frame frame) {
        runs.put(number, run);
        process.send(frame);
        String reason = death;
        if (reason != null && runs.remove(number) != null) {
            run.crashed(ErrorDetail.CRASHED, reason);
        }
    }

    void stop(Frame frame) {
        process.send(frame);
    }

    void close() {
        process.close();
    }

    @Override
    public void received(Frame frame) {
        switch (frame.text("op")) {
            case "loaded" -> loading.complete(null);
            case "refused" -> loading.complete(error(frame));
            case "started" -> {
                Run run = runs.get(frame.run());
                if (run != null) {
                    run.started();
                }
            }
            case "ended" -> ended(frame);
            case "call" -> {
                Run run = runs.get(frame.run());
                if (run == null) {
                    process.send(calls.refusal(frame)); // of a thread that was stopped and has not noticed yet
                } else {
                    calls.serve(run.request(), frame, process::send);
                }
            }
            default -> throw new IllegalStateException("The Python host sent an unknown frame: " + frame.header());
        }
    }

    @Override
    public void died(String reason) {
        String full = loadFault(reason);
        boolean outOfMemory = MemoryKills.count() > memoryKillsBefore;
        death = full;
        if (runs.values().stream().filter(Run::isWanted).count() > 1) {
            breakdown.ofSeveral(full, outOfMemory);
        }
        loading.complete(new ErrorDetail(ErrorDetail.CRASHED, "While the function was loaded, " + reason, null));
        runs.keySet().forEach(number -> {
            Run run = runs.remove(number);
            if (run != null) {
                run.crashed(outOfMemory ? ErrorDetail.OUT_OF_MEMORY : ErrorDetail.CRASHED, full);
            }
        });
    }

    private String loadFault(String reason) {
        ErrorDetail fault = loading.getNow(null);
        return fault == null ? reason : "the function could not be loaded again: " + fault.message();
    }

    private void ended(Frame frame) {
        JsonNode counts = frame.header().path("shared");
        if (counts.isArray()) {
            // Threads of the host that end at the same moment count one after the other, but their frames may come the
            // other way round.
            shared = shared.orLater(
                    new SharedCount(counts.path(0).asLong(), counts.path(1).asLong()));
        }
        Run run = runs.remove(frame.run());
        if (run == null) {
            return;
        }
        if (frame.is("stopped")) {
            run.stopped(frame.text("logs"));
        } else {
            served = true;
            run.ended(outcome(frame));
        }
    }

    private RunOutcome outcome(Frame frame) {
        String logs = frame.text("logs");
        if (!frame.is("ok")) {
            return new RunOutcome.Failed(error(frame), logs);
        }
        try {
            Map<String, Part> parts = new HashMap<>();
            JsonNode output = PythonValues.read(frame, parts, mapper);
            return new RunOutcome.Returned(output, logs, parts);
        } catch (JacksonException | IllegalArgumentException e) {
            String message = "The function's result cannot be read as JSON: " + e.getMessage();
            return new RunOutcome.Failed(new ErrorDetail("TypeError", message, null), logs);
        }
    }

    private static ErrorDetail error(Frame frame) {
        JsonNode error = frame.header().path("error");
        String stack = error.path("stack").asString("");
        return new ErrorDetail(
                error.path("type").asString("Error"),
                error.path("message").asString(""),
                stack.isEmpty() ? null : stack);
    }
}
