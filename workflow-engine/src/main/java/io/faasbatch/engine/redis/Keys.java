package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** The names of all keys; {@code docs/redis.md} has the same as a table. The scripts build some of them too. */
final class Keys {

    static final String PREFIX = "fb:";
    static final String QUEUE = "fb:queue";
    static final String DEAD = "fb:dead";
    static final String WORKERS = "fb:workers";
    static final String EXECUTIONS = "fb:executions";
    /** All that function containers may touch. Redis takes braces in a pattern as they are. */
    static final String STORE_PATTERN = "fb:{*}:store:*";

    /** Values by reference, which containers write and read too. */
    static final String DATA_PATTERN = "fb:{*}:data:*";

    private Keys() {}

    static String execution(ExecutionId id) {
        return "fb:{" + id + "}:execution";
    }

    /** A field of an execution that is too large for its hash. */
    static String value(ExecutionId id, String field) {
        return "fb:{" + id + "}:value:" + field;
    }

    /** The executions of a workflow, or all; in one status, or any. */
    static String executions(Optional<String> workflow, Optional<ExecutionStatus> status) {
        return EXECUTIONS
                + workflow.map(name -> ":workflow:" + name).orElse("")
                + status.map(one -> ":status:" + one).orElse("");
    }

    static String invocation(String id) {
        return "fb:invocation:" + id;
    }

    static String invocationInput(String id) {
        return invocation(id) + ":input";
    }

    static String invocationOutput(String id) {
        return invocation(id) + ":output";
    }

    static String invocationLogs(String id) {
        return invocation(id) + ":logs";
    }

    static String worker(String id) {
        return "fb:worker:" + id;
    }

    /** The client's key is hashed, because it may be long and hold anything. */
    static String idempotency(String kind, String name, String key) {
        return "fb:idempotency:" + kind + ":" + name + ":" + sha256(key);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
