package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.worker.WorkItem;
import io.lettuce.core.StreamMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Makes work of the stream's entries. One that cannot be read is put among the dead, where a person can look at it. */
final class WorkItems {

    private static final Logger LOG = LoggerFactory.getLogger(WorkItems.class);

    /** Most dead items that are kept. */
    private static final int DEAD_ITEMS = 1_000;

    private final Redis redis;
    private final Json json;

    WorkItems(Redis redis, Json json) {
        this.redis = redis;
        this.json = json;
    }

    /** Empty when the entry was unreadable and has been put away. */
    Optional<WorkItem> read(StreamMessage<String, byte[]> entry) {
        Map<String, byte[]> body = entry.getBody();
        Map<String, byte[]> fields = body == null ? Map.of() : body;
        try {
            return Optional.of(item(entry.getId(), fields));
        } catch (UnreadableItemException | JacksonException e) {
            bury(entry.getId(), fields, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private WorkItem item(String receipt, Map<String, byte[]> fields) throws UnreadableItemException {
        String kind = field(fields, "kind");
        String id = field(fields, "id");
        if (id.isEmpty() || id.length() > 128) {
            throw new UnreadableItemException("its id has not 1 to 128 characters");
        }
        return switch (kind) {
            case "execution" -> new WorkItem.ExecutionWork(receipt, new ExecutionId(id));
            case "invocation" -> call(receipt, id);
            default -> throw new UnreadableItemException("its kind is not known: " + kind);
        };
    }

    private WorkItem call(String receipt, String id) throws UnreadableItemException {
        Optional<byte[]> record = redis.find(commands -> commands.get(Keys.invocation(id)));
        Optional<byte[]> input = redis.find(commands -> commands.get(Keys.invocationInput(id)));
        if (record.isEmpty() || input.isEmpty()) {
            throw new UnreadableItemException("the record or the input of invocation " + id + " is gone");
        }
        return new WorkItem.InvocationWork(
                receipt, json.read(record.get(), InvocationRecord.class), json.tree(input.get()));
    }

    private static String field(Map<String, byte[]> fields, String name) throws UnreadableItemException {
        byte[] value = fields.get(name);
        if (value == null) {
            throw new UnreadableItemException("it has no field " + name);
        }
        return Json.text(value);
    }

    private void bury(String receipt, Map<String, byte[]> fields, String reason) {
        LOG.error("item {} of the queue cannot be read and is moved to {}: {}", receipt, Keys.DEAD, reason);
        List<byte[]> arguments = new ArrayList<>(List.of(
                Json.bytes(QueueReader.GROUP), Json.bytes(receipt), Json.bytes(reason), Json.bytes(DEAD_ITEMS)));
        fields.forEach((name, value) -> {
            arguments.add(Json.bytes(name));
            arguments.add(value);
        });
        redis.number(Script.QUEUE_BURY, List.of(Keys.QUEUE, Keys.DEAD), arguments);
    }

    /** Why an entry is not work. */
    private static final class UnreadableItemException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableItemException(String message) {
            super(message);
        }
    }
}
