package io.faasbatch.engine.redis;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.lettuce.core.SetArgs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The commands that store an invocation. Each sets a key together with its expiry, so that nothing can stay for ever. */
final class InvocationWrites {

    private final Json json;
    private final RedisSettings settings;

    InvocationWrites(Json json, RedisSettings settings) {
        this.json = json;
        this.settings = settings;
    }

    /** The output goes before the record, so that a record without one is never seen. */
    List<Redis.Command<@Nullable String>> of(InvocationRecord record) {
        List<Redis.Command<@Nullable String>> commands = new ArrayList<>(2);
        byte[] output = record.output() == null ? new byte[0] : json.write(record.output());
        boolean large = output.length > settings.inlineLimit() || Json.refers(output);
        if (large) {
            commands.add(set(Keys.invocationOutput(record.id()), output, expiring()));
        }
        byte[] state = json.write(large ? with(record, null) : record);
        commands.add(set(Keys.invocation(record.id()), state, ended(record) ? expiring() : new SetArgs()));
        return commands;
    }

    /** The record of a step's invocation is part of its execution, so only its logs are written. */
    List<Redis.Command<@Nullable String>> of(CompletedInvocation completed) {
        List<Redis.Command<@Nullable String>> commands = new ArrayList<>(3);
        if (!completed.logs().isEmpty()) {
            String key = Keys.invocationLogs(completed.invocation().id());
            commands.add(set(key, Json.bytes(completed.logs()), expiring()));
        }
        if (completed.invocation().executionId() == null) {
            commands.addAll(of(completed.invocation()));
        }
        return commands;
    }

    static boolean ended(InvocationRecord record) {
        return record.status() != InvocationStatus.PENDING && record.status() != InvocationStatus.RUNNING;
    }

    static InvocationRecord with(InvocationRecord record, @Nullable JsonNode output) {
        return new InvocationRecord(
                record.id(),
                record.function(),
                record.version(),
                record.status(),
                output,
                record.error(),
                record.timings(),
                record.container(),
                record.batch(),
                record.executionId(),
                record.step(),
                record.attempt(),
                record.createdAt(),
                record.startedAt(),
                record.endedAt());
    }

    private static Redis.Command<@Nullable String> set(String key, byte[] value, SetArgs args) {
        return commands -> commands.set(key, value, args);
    }

    private SetArgs expiring() {
        return new SetArgs().px(settings.retention());
    }
}
