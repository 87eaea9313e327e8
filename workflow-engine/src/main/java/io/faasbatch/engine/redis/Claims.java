package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** Claims due work and reads what belongs to it. What cannot be read is put among the dead, where a person can look at it. */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private static final String EXECUTION = "x:";
    private static final String CALL = "i:";

    /**
     * What a look found.
     *
     * @param next until something else is due; empty when nothing will be by itself
     */
    record Look(List<WorkItem> items, Optional<Duration> next) {}

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;
    private final String worker;

    Claims(Redis redis, Json json, RedisSettings settings, String worker) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
        this.worker = worker;
    }

    Look look(int max) {
        List<String> answer = redis.texts(
                Script.DUE_CLAIM,
                List.of(Keys.DUE),
                List.of(Json.bytes(max), Json.bytes(settings.lease().toMillis()), Json.bytes(worker)));
        List<WorkItem> items = new ArrayList<>();
        for (int i = 1; i < answer.size(); i += 2) {
            read(answer.get(i), Long.parseLong(answer.get(i + 1))).ifPresent(items::add);
        }
        long pause = Long.parseLong(answer.getFirst());
        return new Look(items, pause < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(pause)));
    }

    /** The name of an item in the due work. */
    static String member(WorkItem item) {
        return switch (item) {
            case WorkItem.ExecutionWork work -> EXECUTION + work.id();
            case WorkItem.InvocationWork work -> CALL + work.id();
        };
    }

    static long token(WorkItem item) {
        return switch (item) {
            case WorkItem.ExecutionWork work -> work.owner().token();
            case WorkItem.InvocationWork work -> work.token();
        };
    }

    /** Empty when it was unreadable and has been put away. */
    private Optional<WorkItem> read(String member, long token) {
        try {
            return Optional.of(item(member, token));
        } catch (UnreadableItemException | JacksonException e) {
            bury(member, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private WorkItem item(String member, long token) throws UnreadableItemException {
        if (token == 0) {
            throw new UnreadableItemException("its kind is not known: " + member);
        }
        String id = member.substring(EXECUTION.length());
        if (id.isEmpty() || id.length() > 128) {
            throw new UnreadableItemException("its id has not 1 to 128 characters");
        }
        return member.startsWith(EXECUTION)
                ? new WorkItem.ExecutionWork(new Ownership(new ExecutionId(id), token))
                : call(id, token);
    }

    private WorkItem call(String id, long token) throws UnreadableItemException {
        List<Redis.Command<byte[]>> reads = List.of(
                commands -> commands.get(Keys.invocation(id)), commands -> commands.get(Keys.invocationInput(id)));
        List<Optional<byte[]>> found = redis.findAll(reads);
        Optional<byte[]> record = found.getFirst();
        Optional<byte[]> input = found.getLast();
        if (record.isEmpty() || input.isEmpty()) {
            throw new UnreadableItemException("the record or the input of invocation " + id + " is gone");
        }
        return new WorkItem.InvocationWork(
                json.read(record.get(), InvocationRecord.class), json.tree(input.get()), token);
    }

    private void bury(String member, String reason) {
        LOG.error("{} of the due work cannot be read and is moved to the dead letters: {}", member, reason);
        String id = member.startsWith(CALL) ? member.substring(CALL.length()) : member;
        redis.number(
                Script.DUE_BURY,
                List.of(
                        Keys.DUE,
                        Keys.DEAD_LETTERS,
                        Keys.deadLetter(id),
                        Keys.invocation(id),
                        Keys.invocationInput(id),
                        Keys.invocationCall(id)),
                List.of(
                        Json.bytes(member),
                        json.write(new ErrorDetail("Unreadable", reason, null)),
                        Json.bytes(settings.deadLetters().retention().toMillis()),
                        Json.bytes(id)));
    }

    /** Why something is not work. */
    private static final class UnreadableItemException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableItemException(String message) {
            super(message);
        }
    }
}
