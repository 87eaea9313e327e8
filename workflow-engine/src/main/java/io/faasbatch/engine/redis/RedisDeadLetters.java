package io.faasbatch.engine.redis;

import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.worker.DeadLetter;
import io.faasbatch.engine.worker.DeadLetters;
import io.faasbatch.protocol.ErrorDetail;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A hash per dead letter, and lists of them: all, and those of each function. Members are {@code milliseconds:id} in a sorted set without scores, so that
 * a member is a cursor.
 */
final class RedisDeadLetters implements DeadLetters {

    /** Most that are forgotten at a time, so that no script takes long. */
    private static final int MOST_PER_TRIM = 100;

    private static final Pattern MEMBER = Pattern.compile("\\d{15}:.{1,130}");
    private static final int TIME_LENGTH = 16;

    private final Redis redis;
    private final Json json;
    private final RedisSettings settings;

    RedisDeadLetters(Redis redis, Json json, RedisSettings settings) {
        this.redis = redis;
        this.json = json;
        this.settings = settings;
    }

    @Override
    public Page<DeadLetter> list(Optional<FunctionName> function, Optional<String> cursor, int limit) {
        if (cursor.filter(text -> !MEMBER.matcher(text).matches()).isPresent()) {
            throw new IllegalArgumentException("not a cursor of dead letters");
        }
        trim();
        String key = function.map(name -> Keys.deadLetters(name.value())).orElse(Keys.DEAD_LETTERS);
        List<DeadLetter> found = new ArrayList<>();
        Optional<String> after = cursor;
        while (true) {
            List<String> members = members(key, after, limit - found.size() + 1);
            List<String> shown = members.subList(0, Math.min(members.size(), limit - found.size()));
            shown.forEach(member -> letter(member.substring(TIME_LENGTH), false).ifPresent(found::add));
            if (shown.size() == members.size()) {
                return new Page<>(found, Optional.empty());
            }
            after = Optional.of(shown.getLast());
            if (found.size() == limit) {
                return new Page<>(found, after);
            }
        }
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return letter(id, true);
    }

    @Override
    public Redriven redrive(String id) {
        byte[] again = record(id)
                .map(call -> json.write(RedisCallStore.pendingAgain(call, call.attempt())))
                .orElse(new byte[0]);
        long answer = redis.number(
                Script.DEAD_REDRIVE,
                List.of(
                        Keys.DUE,
                        Keys.DEAD_LETTERS,
                        Keys.deadLetter(id),
                        Keys.invocationCall(id),
                        Keys.invocation(id),
                        Keys.invocationInput(id),
                        Keys.invocationOutput(id),
                        Keys.invocationLogs(id)),
                List.of(Json.bytes(Keys.WAKE), again));
        if (answer == 0) {
            return Redriven.UNKNOWN;
        }
        return answer == 1 ? Redriven.AGAIN : Redriven.INCOMPLETE;
    }

    @Override
    public boolean discard(String id) {
        return redis.number(
                        Script.DEAD_DISCARD,
                        List.of(
                                Keys.DEAD_LETTERS,
                                Keys.deadLetter(id),
                                Keys.invocationCall(id),
                                Keys.invocationInput(id),
                                Keys.invocation(id),
                                Keys.invocationOutput(id),
                                Keys.invocationLogs(id)),
                        List.of(Json.bytes(settings.retention().toMillis())))
                == 1;
    }

    /** Forgets those that are too old or too many. */
    void trim() {
        DeadLetterLimits limits = settings.deadLetters();
        redis.number(
                Script.DEAD_TRIM,
                List.of(Keys.DEAD_LETTERS),
                List.of(
                        Json.bytes(limits.retention().toMillis()),
                        Json.bytes(limits.most()),
                        Json.bytes(MOST_PER_TRIM),
                        Json.bytes(settings.retention().toMillis())));
    }

    private List<String> members(String key, Optional<String> after, int count) {
        Range<byte[]> range = after.map(member ->
                        Range.from(Range.Boundary.<byte[]>unbounded(), Range.Boundary.excluding(Json.bytes(member))))
                .orElseGet(Range::unbounded);
        return redis.call(commands -> commands.zrevrangebylex(key, range, Limit.create(0, count))).stream()
                .map(Json::text)
                .toList();
    }

    private Optional<DeadLetter> letter(String id, boolean whole) {
        Map<String, byte[]> fields = redis.call(commands -> commands.hgetall(Keys.deadLetter(id)));
        byte[] kind = fields.get("kind");
        byte[] error = fields.get("error");
        byte[] at = fields.get("at");
        if (kind == null || error == null || at == null) {
            return Optional.empty();
        }
        byte[] function = fields.get("function");
        return Optional.of(new DeadLetter(
                id,
                Json.text(kind),
                function == null || function.length == 0 ? null : Json.text(function),
                json.read(error, ErrorDetail.class),
                Instant.ofEpochMilli(Long.parseLong(Json.text(at))),
                whole ? record(id).orElse(null) : null,
                whole ? input(id) : null));
    }

    /** Empty also when it cannot be read, which may be why the work is dead. */
    private Optional<InvocationRecord> record(String id) {
        try {
            return redis.<byte[]>find(commands -> commands.get(Keys.invocation(id)))
                    .map(stored -> json.read(stored, InvocationRecord.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private @Nullable JsonNode input(String id) {
        try {
            return redis.<byte[]>find(commands -> commands.get(Keys.invocationInput(id)))
                    .map(json::tree)
                    .orElse(null);
        } catch (JacksonException e) {
            return null;
        }
    }
}
