package io.faasbatch.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.gateway.Waiting;
import io.faasbatch.gateway.it.DockerCli;
import io.faasbatch.gateway.it.FunctionZip;
import io.faasbatch.gateway.it.RunningGateway;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What executions rest on goes away under them and comes back: Redis, their containers, the gateway a client waits at. */
final class OutagesIT {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int EXECUTIONS = 60;
    private static final String SLOW_STEPS = """
            steps:
              first: {function: slow, input: '${ input }'}
              second: {function: slow, input: '${ steps.first.output }'}
              third: {function: slow, input: '${ steps.second.output }'}
            output: ${ steps.third.output }
            """;
    private static final byte[] SLOW = FunctionZip.python(
            "slow", "", "import time\ndef handle(input, context):\n    time.sleep(1)\n    return input + 1\n");

    @TempDir
    Path folder;

    private final History history = new History();

    @Test
    void executionsOutliveARedisThatIsKilledAndStartedAgain() {
        try (OwnRedis redis = OwnRedis.start(folder);
                WorkerInTest one = WorkerInTest.prepare(folder.resolve("one"), redis.uri(), history.watching());
                WorkerInTest other = WorkerInTest.prepare(folder.resolve("other"), redis.uri(), history.watching())) {
            Samples.deploy(one);
            one.begin();
            other.begin();
            TenStepRuns runs = new TenStepRuns(one.part(ExecutionStore.class));
            // The last outage is longer than a lease: whoever looks first afterwards may claim anything.
            for (Duration outage : new Duration[] {Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(3)}) {
                runs.accept("outage-", EXECUTIONS, number -> number % 5 == 0 ? 1 : 0);
                awaitCheckpoints(EXECUTIONS);
                redis.kill();
                LockSupport.parkNanos(outage.toNanos());
                redis.restart();
            }
            awaitRightResults(runs);
            assertThat(redis.due()).isEmpty();
        }
    }

    @Test
    void stepsWhoseContainersAreKilledAreTriedAgain() {
        try (OwnRedis redis = OwnRedis.start(folder);
                WorkerInTest worker = WorkerInTest.prepare(folder.resolve("worker"), redis.uri(), history.watching())) {
            Samples.deploy(worker);
            worker.begin();
            TenStepRuns runs = new TenStepRuns(worker.part(ExecutionStore.class));
            long killed = 0;
            for (int i = 0; i < 3; i++) {
                runs.accept("killed-", EXECUTIONS, number -> 0);
                awaitCheckpoints(EXECUTIONS);
                killed += DockerCli.containersOf(worker.id()).stream()
                        .filter(DockerCli::kill)
                        .count();
            }
            awaitRightResults(runs);
            assertThat(killed).isPositive();
        }
    }

    @Test
    void aClientWhoseGatewayIsKilledWhileItWaitsAsksAgainAndGetsTheResultOfTheSameExecution() {
        int redisPort = RunningGateway.freePort();
        RunningGateway first = RunningGateway.start(folder, redisPort, Map.of());
        try {
            first.deploy("slow", SLOW);
            RunningGateway.success(
                    first.put("/v1/workflows/slow-steps", "application/yaml", BodyPublishers.ofString(SLOW_STEPS)));
            CompletableFuture<HttpResponse<String>> waiting = first.postAsync(
                    "/v1/workflows/slow-steps/executions", "1", "Prefer", "wait=60", "Idempotency-Key", "once");
            RunningGateway.await("the first step to end", LIMIT, () -> endedSteps(first) > 0);
            first.kill();
            assertThatThrownBy(waiting::join).hasCauseInstanceOf(IOException.class);
        } finally {
            first.kill();
        }

        try (RunningGateway second = RunningGateway.start(folder, redisPort, Map.of())) {
            HttpResponse<String> answer = second.post(
                    "/v1/workflows/slow-steps/executions", "1", "Prefer", "wait=60", "Idempotency-Key", "once");
            JsonNode ended = RunningGateway.success(answer);
            assertThat(ended.get("status").asString()).as(answer.body()).isEqualTo("SUCCEEDED");
            assertThat(ended.get("output").asInt()).isEqualTo(4);
            assertThat(executions(second).size()).isEqualTo(1);
        }
    }

    private static JsonNode executions(RunningGateway gateway) {
        return RunningGateway.success(gateway.get("/v1/executions?workflow=slow-steps"))
                .get("items");
    }

    private static long endedSteps(RunningGateway gateway) {
        JsonNode items = executions(gateway);
        if (items.isEmpty()) {
            return 0;
        }
        String id = items.get(0).get("id").asString();
        return RunningGateway.success(gateway.get("/v1/executions/" + id))
                .get("steps")
                .valueStream()
                .filter(step -> "SUCCEEDED".equals(step.get("status").asString()))
                .count();
    }

    /** Until so many more were made. */
    private void awaitCheckpoints(int more) {
        int enough = history.checkpoints.get() + more;
        Waiting.until(more + " checkpoints", LIMIT, () -> history.checkpoints.get() >= enough);
    }

    private void awaitRightResults(TenStepRuns runs) {
        Waiting.until("every execution to end", LIMIT, () -> runs.open().isEmpty());
        System.out.println(history.summary());
        assertThat(runs.wrong()).isEmpty();
        assertThat(history.violations).isEmpty();
    }
}
