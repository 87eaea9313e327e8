package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Items as entries of the stream; what belongs to a call stands in keys of its own. */
final class RedisWorkQueue implements WorkQueue {

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;

    RedisWorkQueue(Redis redis, Json json, RedisSettings settings) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
    }

    @Override
    public String accept(InvocationRecord pending, JsonNode input, Optional<String> idempotencyKey) {
        long lifetime =
                idempotencyKey.isPresent() ? settings.idempotencyRetention().toMillis() : 0;
        String accepted = redis.text(
                Script.INVOCATION_ACCEPT,
                List.of(
                        Keys.invocation(pending.id()),
                        Keys.invocationInput(pending.id()),
                        Keys.QUEUE,
                        Keys.idempotency("function", pending.function(), idempotencyKey.orElse(""))),
                List.of(Json.bytes(pending.id()), Json.bytes(lifetime), json.write(pending), json.write(input)));
        return accepted;
    }

    @Override
    public List<WorkItem> take(int max, Duration wait) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Renewal renew(Collection<WorkItem> items) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void release(WorkItem item) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void done(WorkItem.InvocationWork call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void listen(Consumer<ExecutionId> requested) {
        throw new UnsupportedOperationException();
    }
}
