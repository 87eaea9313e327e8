package io.faasbatch.engine.redis;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationJournal;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A key per record, and others for large outputs and logs. What waits in memory to be written is found as if it were written. */
final class RedisInvocationJournal implements InvocationJournal {

    private final Redis redis;
    private final Json json;
    private final InvocationWrites writes;
    private final WriteBehind waiting;

    RedisInvocationJournal(Redis redis, Json json, InvocationWrites writes, WriteBehind waiting) {
        this.redis = redis;
        this.json = json;
        this.writes = writes;
        this.waiting = waiting;
    }

    @Override
    public void write(InvocationRecord invocation) {
        redis.findAll(writes.of(invocation));
    }

    @Override
    public void writeBehind(CompletedInvocation invocation) {
        waiting.add(invocation);
    }

    @Override
    public Optional<InvocationRecord> find(InvocationId id) {
        return waiting.find(id.value()).map(CompletedInvocation::invocation).or(() -> stored(id));
    }

    @Override
    public Optional<String> logs(InvocationId id) {
        return waiting.find(id.value()).map(CompletedInvocation::logs).or(() -> storedLogs(id));
    }

    private Optional<InvocationRecord> stored(InvocationId id) {
        return state(id)
                .map(record -> hasLargeOutput(record)
                        ? redis.find(commands -> commands.get(Keys.invocationOutput(id.value())))
                                .map(output -> InvocationWrites.with(record, json.tree(output)))
                                .orElse(record)
                        : record);
    }

    /** Empty logs are not stored: there are none when the invocation has ended and has no key for them. */
    private Optional<String> storedLogs(InvocationId id) {
        return redis.find(commands -> commands.get(Keys.invocationLogs(id.value())))
                .map(Json::text)
                .or(() -> state(id).filter(InvocationWrites::ended).map(record -> ""));
    }

    private Optional<InvocationRecord> state(InvocationId id) {
        return redis.find(commands -> commands.get(Keys.invocation(id.value())))
                .map(stored -> json.read(stored, InvocationRecord.class));
    }

    private static boolean hasLargeOutput(InvocationRecord record) {
        JsonNode output = record.output();
        return output == null && record.status() == InvocationStatus.SUCCEEDED;
    }
}
