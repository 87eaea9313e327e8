package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.engine.localredis.TestServer;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import io.faasbatch.protocol.ErrorDetail;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** One redis-server per test class, emptied before each test; and what the tests store. */
abstract class RedisStorageTesting {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    static final Instant DEADLINE = Instant.parse("2100-01-02T03:04:05.678Z");

    @TempDir
    static Path home;

    static TestServer server;
    static RedisClient client;
    static StatefulRedisConnection<String, String> connection;

    RedisStorage storage;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(home);
        client = RedisClient.create(server.uri());
        connection = client.connect();
    }

    @AfterAll
    static void stopServer() {
        connection.close();
        client.shutdown();
        server.close();
    }

    @BeforeEach
    void connect() {
        redis().flushall();
        storage = RedisStorage.connect(settings(), JSON);
    }

    @AfterEach
    void disconnect() {
        storage.close();
    }

    RedisSettings settings() {
        return RedisSettings.of(server.uri());
    }

    static RedisCommands<String, String> redis() {
        return connection.sync();
    }

    static Execution pending(String workflow, Instant createdAt, JsonNode input) {
        return Execution.pending(new ExecutionId(InvocationId.random().value()), workflow, "v1", input, createdAt);
    }

    static Execution pending() {
        return pending("words", NOW, NullNode.getInstance());
    }

    static StepRecord step(String name, StepStatus status, @Nullable JsonNode output) {
        int attempts = status == StepStatus.PENDING ? 0 : 1;
        return new StepRecord(name, status, attempts, 0, output, null, List.of(), null, NOW, null, null, null, null);
    }

    static InvocationRecord invocation(InvocationStatus status, @Nullable JsonNode output) {
        return new InvocationRecord(
                InvocationId.random().value(),
                "count",
                "v1",
                status,
                output,
                null,
                new Timings(1, 2, 3, 4, 10),
                new InvocationRecord.ContainerUse("c1", true),
                new InvocationRecord.BatchUse("b1", 3),
                null,
                null,
                1,
                NOW,
                NOW,
                NOW);
    }

    static Checkpoint running(StepRecord... steps) {
        return checkpoint(ExecutionStatus.RUNNING, List.of(steps), Set.of(), Optional.empty(), Optional.empty());
    }

    static Checkpoint parked(Instant until) {
        return checkpoint(ExecutionStatus.RUNNING, List.of(), Set.of(), Optional.empty(), Optional.of(until));
    }

    static Checkpoint ended(ExecutionStatus status, @Nullable JsonNode output) {
        ErrorDetail error = status == ExecutionStatus.SUCCEEDED ? null : new ErrorDetail("FunctionError", "no", null);
        Checkpoint.Ending ending = new Checkpoint.Ending(output, error, NOW.plusSeconds(2), Optional.empty());
        return checkpoint(status, List.of(), Set.of(), Optional.of(ending), Optional.empty());
    }

    static Checkpoint checkpoint(
            ExecutionStatus status,
            List<StepRecord> steps,
            Set<String> removed,
            Optional<Checkpoint.Ending> ending,
            Optional<Instant> parkedUntil) {
        return new Checkpoint(status, NOW.plusSeconds(1), DEADLINE, steps, removed, ending, parkedUntil);
    }

    /** Claims one execution. */
    static Ownership owner(WorkQueue queue) {
        return queue.take(1, Duration.ofSeconds(30)).stream()
                .map(RedisStorageTesting::owner)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is due"));
    }

    static Ownership owner(WorkItem item) {
        return switch (item) {
            case WorkItem.ExecutionWork work -> work.owner();
            case WorkItem.InvocationWork work -> throw new AssertionError("not an execution: " + work);
        };
    }

    /** Text over the limit of what is kept inline. */
    static JsonNode large() {
        return JSON.valueToTree("x".repeat(200_000));
    }

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within a minute: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
