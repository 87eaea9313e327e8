package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** How containers are made, and that none stays behind. */
final class ContainerLifeIT {

    private static final byte[] ECHO =
            FunctionZip.python("echo", "", "def handle(input, context):\n    return input\n");

    private static final Map<String, String> WITHOUT_POOL = Map.of("FAASBATCH_WARM_POOL", "0");

    @TempDir
    Path home;

    @Test
    void everyContainerIsHardened() {
        try (RunningGateway gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of())) {
            gateway.deploy("echo", ECHO);
            gateway.burst("echo", 1, i -> "1");

            JsonNode seen = RunningGateway.JSON
                    .readTree(DockerCli.run("inspect", onlyContainer(gateway)))
                    .get(0);

            JsonNode host = seen.get("HostConfig");
            assertThat(seen.get("Config").get("User").asString()).isNotIn("", "0", "root", "0:0");
            assertThat(host.get("CapDrop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(host.get("CapAdd").size()).isZero();
            assertThat(host.get("SecurityOpt").toString()).contains("no-new-privileges");
            assertThat(host.get("ReadonlyRootfs").asBoolean()).isTrue();
            assertThat(host.get("Privileged").asBoolean()).isFalse();
            assertThat(host.get("PidsLimit").asLong()).isPositive();
            assertThat(host.get("Memory").asLong()).isEqualTo(256L << 20);
            assertThat(host.get("MemorySwap").asLong()).isEqualTo(256L << 20);
            assertThat(host.get("NanoCpus").asLong() + host.get("CpuQuota").asLong())
                    .isPositive();
            assertThat(host.get("PortBindings").size()).isZero();
            assertThat(seen.get("Mounts").size()).isZero();
            assertThat(host.get("Tmpfs").has("/tmp")).isTrue();
            assertThat(seen.get("Config").get("Labels").has("faasbatch.worker")).isTrue();
        }
    }

    @Test
    void aContainerThatWasFrozenIsReplacedAndItsInvocationRunElsewhere() {
        try (RunningGateway gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of())) {
            gateway.deploy("echo", ECHO);
            gateway.burst("echo", 1, i -> "1");
            String frozen = onlyContainer(gateway);
            DockerCli.run("pause", frozen);

            JsonNode answer = gateway.burst("echo", 1, i -> "2").getFirst();

            assertThat(answer.get("output").asInt()).isEqualTo(2);
            RunningGateway.await(
                    "the frozen container to be removed",
                    Duration.ofMinutes(1),
                    () -> !DockerCli.containersOf(worker(gateway)).contains(frozen));
        }
    }

    @Test
    void aKilledWorkerLeavesNoContainerBehindAfterItsNextStart() {
        int redisPort = RunningGateway.freePort();
        RunningGateway first = RunningGateway.start(home, redisPort, WITHOUT_POOL);
        String worker;
        String orphan;
        try {
            first.deploy("echo", ECHO);
            first.burst("echo", 1, i -> "1");
            orphan = onlyContainer(first);
            worker = worker(first);
        } finally {
            first.kill();
        }
        assertThat(DockerCli.containersOf(worker)).containsExactly(orphan);

        try (RunningGateway second = RunningGateway.start(home, redisPort, WITHOUT_POOL)) {
            assertThat(worker(second)).isEqualTo(worker);
            RunningGateway.await(
                    "the orphan to be removed",
                    Duration.ofMinutes(1),
                    () -> DockerCli.containersOf(worker).isEmpty());
            assertThat(second.burst("echo", 1, i -> "2")
                            .getFirst()
                            .get("output")
                            .asInt())
                    .isEqualTo(2);
        }
        assertThat(DockerCli.containersOf(worker)).isEmpty();
    }

    @Test
    void ofTwoHundredContainersNothingIsLeft() {
        List<String> volumes = DockerCli.run("volume", "ls", "-q").lines().toList();
        List<String> networks = DockerCli.run("network", "ls", "-q").lines().toList();
        String worker;
        Map<String, String> settings = Map.of("FAASBATCH_WARM_POOL", "0", "FAASBATCH_STRATEGY", "vanilla");
        try (RunningGateway gateway = RunningGateway.start(home, RunningGateway.freePort(), settings)) {
            worker = worker(gateway);
            String code = "import time\ndef handle(input, context):\n    time.sleep(1)\n    return input\n";
            Set<String> seen = new HashSet<>();
            for (int round = 0; seen.size() < 200; round++) {
                String name = "wave-" + round;
                gateway.deploy(name, FunctionZip.python(name, "memory: 64MiB\nisolation: thread\n", code));
                gateway.burst(name, 40, i -> "1")
                        .forEach(answer ->
                                seen.add(answer.get("container").get("id").asString()));
                assertThat(gateway.send(gateway.request("DELETE", "/v1/functions/" + name, BodyPublishers.noBody()))
                                .statusCode())
                        .isEqualTo(204);
            }
        }
        assertThat(DockerCli.containersOf(worker)).isEmpty();
        assertThat(DockerCli.run("volume", "ls", "-q").lines().toList()).isSubsetOf(volumes);
        assertThat(DockerCli.run("network", "ls", "-q").lines().toList()).hasSameSizeAs(networks);
    }

    private static String onlyContainer(RunningGateway gateway) {
        JsonNode items = RunningGateway.success(gateway.get("/v1/containers")).get("items");
        assertThat(items.size()).isEqualTo(1);
        List<String> ids = List.of(items.get(0).get("dockerId").asString());
        return ids.getFirst();
    }

    private static String worker(RunningGateway gateway) {
        return RunningGateway.success(gateway.get("/v1/workers"))
                .get("items")
                .get(0)
                .get("id")
                .asString();
    }
}
