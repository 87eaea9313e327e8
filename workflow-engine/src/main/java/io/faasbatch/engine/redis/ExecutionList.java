package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.storage.Page;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of executions: for all and per workflow, each for every status and per status, so that each filter is a list of its own and a page
 * costs the same however many there are. Members are {@code milliseconds:id} in a sorted set without scores, so that the order is total and a
 * member is a cursor.
 */
final class ExecutionList {

    private static final String[] SUMMARY = {
        "workflow",
        "version",
        "status",
        "createdAt",
        "startedAt",
        "endedAt",
        "error",
        "deadline",
        "cancel",
        "pausedAt",
        "reruns"
    };

    private final Redis redis;
    private final Json json;

    ExecutionList(Redis redis, Json json) {
        this.redis = redis;
        this.json = json;
    }

    /** Padded, so that the order of the text is the order of the time. */
    static String member(Execution execution) {
        return String.format("%015d:%s", execution.createdAt().toEpochMilli(), execution.id());
    }

    /** The four lists an execution is in. */
    static List<String> keys(Execution execution) {
        Optional<String> workflow = Optional.of(execution.workflow());
        return List.of(
                Keys.executions(Optional.empty(), Optional.empty()),
                Keys.executions(Optional.empty(), Optional.of(execution.status())),
                Keys.executions(workflow, Optional.empty()),
                Keys.executions(workflow, Optional.of(execution.status())));
    }

    /** Newest first. Those that expired a moment ago are passed over. */
    Page<Execution> page(String key, Optional<String> cursor, int limit) {
        List<Execution> found = new ArrayList<>();
        Optional<String> after = cursor;
        while (true) {
            List<String> members = members(key, after, limit - found.size() + 1);
            List<String> shown = members.subList(0, Math.min(members.size(), limit - found.size()));
            found.addAll(summaries(shown));
            if (shown.size() == members.size()) {
                return new Page<>(found, Optional.empty());
            }
            after = Optional.of(shown.getLast());
            if (found.size() == limit) {
                return new Page<>(found, after);
            }
        }
    }

    private List<String> members(String key, Optional<String> after, int count) {
        Range<byte[]> range = after.map(member ->
                        Range.from(Range.Boundary.<byte[]>unbounded(), Range.Boundary.excluding(Json.bytes(member))))
                .orElseGet(Range::unbounded);
        return redis.call(commands -> commands.zrevrangebylex(key, range, Limit.create(0, count))).stream()
                .map(Json::text)
                .toList();
    }

    private List<Execution> summaries(List<String> members) {
        List<ExecutionId> ids = members.stream()
                .map(member -> new ExecutionId(member.substring(member.indexOf(':') + 1)))
                .toList();
        List<Redis.Command<List<KeyValue<String, byte[]>>>> reads = ids.stream()
                .map(id -> (Redis.Command<List<KeyValue<String, byte[]>>>)
                        commands -> commands.hmget(Keys.execution(id), SUMMARY))
                .toList();
        List<Optional<List<KeyValue<String, byte[]>>>> answers = redis.findAll(reads);
        List<Execution> summaries = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            Map<String, byte[]> fields = new HashMap<>();
            answers.get(i).orElseThrow().forEach(field -> field.ifHasValue(value -> fields.put(field.getKey(), value)));
            if (!fields.isEmpty()) {
                summaries.add(new StoredExecution(ids.get(i), fields, json).summary());
            }
        }
        return summaries;
    }
}
