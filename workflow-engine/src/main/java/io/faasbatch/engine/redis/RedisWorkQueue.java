package io.faasbatch.engine.redis;

import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Items as entries of the stream; what belongs to a call stands in keys of its own. */
final class RedisWorkQueue implements WorkQueue {

    private static final Logger LOG = LoggerFactory.getLogger(RedisWorkQueue.class);

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;
    private final String workerId;
    private final QueueReader reader;
    private final Leases leases;
    private final WorkItems items;

    RedisWorkQueue(Redis redis, Redis blocking, Json json, RedisSettings settings, String workerId) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
        this.workerId = workerId;
        this.leases = new Leases(settings.lease(), System::nanoTime);
        this.reader = new QueueReader(redis, blocking, workerId, settings.lease(), leases);
        this.items = new WorkItems(redis, json);
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
        List<StreamMessage<String, byte[]>> entries = reader.read(max, wait);
        List<WorkItem> taken = new ArrayList<>(entries.size());
        try {
            for (StreamMessage<String, byte[]> entry : entries) {
                items.read(entry).ifPresent(taken::add);
            }
        } catch (RuntimeException e) {
            reader.forget(entries);
            throw e;
        }
        taken.forEach(item -> leases.begin(item.receipt()));
        return taken;
    }

    @Override
    public void renew(Collection<WorkItem> renewed) {
        if (renewed.isEmpty()) {
            return;
        }
        renewed.forEach(item -> leases.renew(item.receipt()));
        List<byte[]> arguments = new ArrayList<>(List.of(Json.bytes(QueueReader.GROUP), Json.bytes(workerId)));
        renewed.forEach(item -> arguments.add(Json.bytes(item.receipt())));
        List<String> lost = redis.texts(Script.QUEUE_RENEW, List.of(Keys.QUEUE), arguments);
        lost.forEach(receipt ->
                LOG.warn("item {} of the queue is no longer held by worker {}: its lease ran out", receipt, workerId));
    }

    @Override
    public void done(WorkItem item) {
        leases.end(item.receipt());
        try {
            redis.number(
                    Script.QUEUE_DONE,
                    keysOf(item),
                    List.of(
                            Json.bytes(QueueReader.GROUP),
                            Json.bytes(item.receipt()),
                            Json.bytes(settings.retention().toMillis())));
        } catch (RuntimeException e) {
            reader.rereadOwn();
            throw e;
        }
    }

    private static List<String> keysOf(WorkItem item) {
        return switch (item) {
            case WorkItem.ExecutionWork execution -> List.of(Keys.QUEUE);
            case WorkItem.InvocationWork call ->
                List.of(
                        Keys.QUEUE,
                        Keys.invocationInput(call.pending().id()),
                        Keys.invocation(call.pending().id()));
        };
    }
}
