package io.faasbatch.experiments.load;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.load.Outcome.Kind;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends calls and takes the time of their answers. Stateless: each load is run by the thread that asks for it.
 *
 * <p>{@link #onSchedule} is an open loop: a call is sent when its time has come, whatever became of those before it, and its latency counts from the time it
 * was meant for. A closed loop would go easy on a system that stalls, and so measure less than users see.
 */
public final class LoadDriver {

    private static final int OK = 200;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Gateway gateway;

    public LoadDriver(Gateway gateway) {
        this.gateway = gateway;
    }

    /** Returns when every call is answered or given up. */
    public LoadResult onSchedule(List<Call> calls) throws InterruptedException {
        long start = System.nanoTime();
        List<CompletableFuture<Outcome>> running = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            long due = start + calls.get(i).offset().toNanos();
            waitUntil(due);
            running.add(send(i, calls.get(i), due));
        }
        List<Outcome> outcomes = running.stream().map(CompletableFuture::join).toList();
        return new LoadResult(outcomes, Duration.ofNanos(System.nanoTime() - start));
    }

    /** A closed loop of one client: each call is sent when the one before it is answered; offsets do not count. */
    public LoadResult oneAfterAnother(List<Call> calls) {
        long start = System.nanoTime();
        List<Outcome> outcomes = new ArrayList<>(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            outcomes.add(send(i, calls.get(i), System.nanoTime()).join());
        }
        return new LoadResult(outcomes, Duration.ofNanos(System.nanoTime() - start));
    }

    private static void waitUntil(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("while a load was sent");
            }
        }
    }

    private CompletableFuture<Outcome> send(int index, Call call, long due) {
        Duration lateness = Duration.ofNanos(Math.max(0, System.nanoTime() - due));
        return gateway.call(call.function(), call.input()).handle((response, failure) -> {
            Duration endToEnd = Duration.ofNanos(System.nanoTime() - due);
            Verdict verdict = response == null ? Verdict.lost(failure) : Verdict.of(call, response);
            return new Outcome(index, call, lateness, endToEnd, verdict.kind(), verdict.answer(), verdict.note());
        });
    }

    private record Verdict(Kind kind, Optional<Answer> answer, String note) {

        static Verdict lost(@Nullable Throwable failure) {
            return new Verdict(Kind.LOST, Optional.empty(), String.valueOf(failure));
        }

        static Verdict of(Call call, HttpResponse<byte[]> response) {
            JsonNode json;
            try {
                json = MAPPER.readTree(response.body());
            } catch (JacksonException e) {
                return new Verdict(Kind.FAILED, Optional.empty(), response.statusCode() + ", not JSON");
            }
            if (response.statusCode() != OK) {
                return new Verdict(Kind.FAILED, Optional.empty(), response.statusCode() + " " + json);
            }
            return ofInvocation(call, json, Answer.of(json));
        }

        private static Verdict ofInvocation(Call call, JsonNode json, Answer answer) {
            if (!"SUCCEEDED".equals(json.at("/status").asString(""))) {
                return new Verdict(Kind.FAILED, Optional.of(answer), String.valueOf(json.get("error")));
            }
            JsonNode output = answer.output();
            return output != null && call.right().test(output)
                    ? new Verdict(Kind.RIGHT, Optional.of(answer), "")
                    : new Verdict(Kind.WRONG, Optional.of(answer), String.valueOf(output));
        }
    }
}
