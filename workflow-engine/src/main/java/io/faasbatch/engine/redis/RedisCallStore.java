package io.faasbatch.engine.redis;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.worker.CallPolicy;
import io.faasbatch.engine.worker.CallStore;
import io.faasbatch.engine.worker.WorkItem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A hash per call beside its record and its input; each step of its life is one script. */
final class RedisCallStore implements CallStore {

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;
    private final RedisDeadLetters dead;

    RedisCallStore(Redis redis, Json json, RedisSettings settings, RedisDeadLetters dead) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
        this.dead = dead;
    }

    @Override
    public String accept(
            InvocationRecord pending, JsonNode input, Optional<URI> callback, Optional<String> idempotencyKey) {
        long lifetime =
                idempotencyKey.isPresent() ? settings.idempotencyRetention().toMillis() : 0;
        return redis.text(
                Script.CALL_ACCEPT,
                List.of(
                        Keys.invocation(pending.id()),
                        Keys.invocationInput(pending.id()),
                        Keys.DUE,
                        Keys.idempotency("function", pending.function(), idempotencyKey.orElse("")),
                        Keys.invocationCall(pending.id())),
                List.of(
                        Json.bytes(pending.id()),
                        Json.bytes(lifetime),
                        json.write(pending),
                        json.write(input),
                        Json.bytes(Keys.WAKE),
                        Json.bytes(callback.map(URI::toString).orElse(""))));
    }

    /** Done again after a lost answer, it counts an attempt that did not run: attempts may be missing, none comes twice. */
    @Override
    public Optional<Begun> begin(WorkItem.InvocationWork claim) {
        List<String> answer = redis.texts(
                Script.CALL_BEGIN,
                List.of(Keys.invocationCall(claim.id())),
                List.of(Json.bytes(claim.token()), Json.bytes(CallPolicy.MOST_LOST)));
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Optional<URI> callback =
                Optional.of(answer.get(4)).filter(text -> !text.isEmpty()).map(URI::create);
        return Optional.of(new Begun(
                "callback".equals(answer.getFirst()),
                Integer.parseInt(answer.get(1)),
                Integer.parseInt(answer.get(2)),
                Integer.parseInt(answer.get(3)),
                callback,
                "1".equals(answer.get(5)),
                Integer.parseInt(answer.get(6))));
    }

    @Override
    public boolean end(WorkItem.InvocationWork claim, Optional<CompletedInvocation> result, Next next) {
        String id = claim.id();
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(Json.bytes(id));
        arguments.add(Json.bytes(claim.token()));
        arguments.add(Json.bytes(name(next)));
        arguments.add(Json.bytes(settings.retention().toMillis()));
        arguments.addAll(result(claim, result, next));
        arguments.add(Json.bytes(Keys.WAKE));
        arguments.addAll(details(claim, next));
        boolean written = redis.number(
                        Script.CALL_END,
                        List.of(
                                Keys.DUE,
                                Keys.invocationCall(id),
                                Keys.invocation(id),
                                Keys.invocationInput(id),
                                Keys.invocationOutput(id),
                                Keys.invocationLogs(id),
                                Keys.DEAD_LETTERS,
                                Keys.deadLetters(claim.pending().function()),
                                Keys.deadLetter(id)),
                        arguments)
                == 1;
        if (written && next instanceof Next.Dead) {
            var _ = dead.trim();
        }
        return written;
    }

    @Override
    public boolean cancel(InvocationId id) {
        return redis.number(
                        Script.CALL_CANCEL,
                        List.of(Keys.DUE, Keys.invocationCall(id.value())),
                        List.of(Json.bytes(id.value()), Json.bytes(Keys.WAKE)))
                == 1;
    }

    private static String name(Next next) {
        return switch (next) {
            case Next.Done _ -> "done";
            case Next.Retry _, Next.Deliver _ -> "later";
            case Next.Dead _ -> "dead";
        };
    }

    private List<byte[]> details(WorkItem.InvocationWork claim, Next next) {
        return switch (next) {
            case Next.Done _ -> List.of();
            case Next.Retry(Duration pause, int failures) -> later(pause, "call", failures);
            case Next.Deliver(Duration pause, int failures) -> later(pause, "callback", failures);
            case Next.Dead(var kind, var reason) ->
                List.of(
                        Json.bytes(settings.deadLetters().retention().toMillis()),
                        Json.bytes(settings.deadLetters().most()),
                        Json.bytes(kind.text()),
                        Json.bytes(claim.pending().function()),
                        json.write(reason));
        };
    }

    private static List<byte[]> later(Duration pause, String phase, int failures) {
        return List.of(Json.bytes(pause.toMillis()), Json.bytes(phase), Json.bytes(failures));
    }

    /** Record, output apart when it is large, and logs; each empty when it stays as it is. */
    private List<byte[]> result(WorkItem.InvocationWork claim, Optional<CompletedInvocation> result, Next next) {
        byte[] none = new byte[0];
        if (result.isEmpty()) {
            return List.of(none, none, none);
        }
        InvocationRecord ended = result.get().invocation();
        byte[] logs = Json.bytes(result.get().logs());
        if (next instanceof Next.Retry) {
            return List.of(json.write(pendingAgain(claim.pending(), ended.attempt())), none, logs);
        }
        byte[] output = ended.output() == null ? none : json.write(ended.output());
        boolean large = output.length > settings.inlineLimit() || Json.refers(output);
        byte[] record = json.write(large ? InvocationWrites.with(ended, null) : ended);
        return List.of(record, large ? output : none, logs);
    }

    static InvocationRecord pendingAgain(InvocationRecord call, int attempt) {
        return new InvocationRecord(
                call.id(),
                call.function(),
                call.version(),
                InvocationStatus.PENDING,
                null,
                null,
                io.faasbatch.engine.invocation.Timings.NONE,
                null,
                null,
                null,
                null,
                attempt,
                call.createdAt(),
                null,
                null);
    }
}
