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
    /** Everything accepted that has not ended, by the time when it may be claimed. */
    static final String DUE = "fb:due";
    /** Channel: something is due at once. */
    static final String WAKE = "fb:wake";
    /** Channel: the id of an execution of which something is asked. */
    static final String REQUESTS = "fb:requests";

    static final String DEAD_LETTERS = "fb:dead-letters";
    static final String WORKERS = "fb:workers";
    static final String EXECUTIONS = "fb:executions";
    /** All that function containers may touch. Redis takes braces in a pattern as they are. */
    static final String STORE_PATTERN = "fb:{*}:store";

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

    /** Which fields are too large for its hash. */
    static String values(ExecutionId id) {
        return "fb:{" + id + "}:values";
    }

    static String events(ExecutionId id) {
        return "fb:{" + id + "}:events";
    }

    /** Intermediate data of its functions. */
    static String store(ExecutionId id) {
        return "fb:{" + id + "}:store";
    }

    /** Channel: it has another checkpoint. */
    static String changed(ExecutionId id) {
        return "fb:{" + id + "}:changed";
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

    /** Who has claimed an asynchronous call. */
    static String invocationCall(String id) {
        return invocation(id) + ":call";
    }

    static String invocationOutput(String id) {
        return invocation(id) + ":output";
    }

    static String invocationLogs(String id) {
        return invocation(id) + ":logs";
    }

    /** The dead letters of a function. */
    static String deadLetters(String function) {
        return DEAD_LETTERS + ":function:" + function;
    }

    static String deadLetter(String id) {
        return "fb:dead-letter:" + id;
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
