package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Containers without a function, and containers that change hands. */
final class WarmPoolIT {

    /** Says what an earlier function left: files, processes of others, environment. */
    private static final String LOOK_AROUND = """
            import os, glob, subprocess
            def handle(input, context):
                if input == "leave":
                    open("/tmp/secret", "w").write("x")
                    open("/dev/shm/secret", "w").write("x")
                    os.makedirs("/tmp/closed/inside")
                    os.chmod("/tmp/closed", 0)
                    left = subprocess.Popen(["sleep", "1000"], start_new_session=True)
                    while not open(f"/proc/{left.pid}/cmdline").read().startswith("sleep"):
                        pass  # for a moment it has no command line
                sleeping = []
                for name in glob.glob("/proc/[0-9]*/cmdline"):
                    try:
                        if open(name).read().startswith("sleep"):
                            sleeping.append(name)
                    except OSError:
                        pass
                return {"files": sorted(os.listdir("/tmp") + os.listdir("/dev/shm")),
                        "code": sorted(os.listdir("/code")), "sleeping": len(sleeping),
                        "secret": os.environ.get("SECRET", "")}
            """;

    @TempDir
    Path home;

    @Test
    void aColdFunctionTakesAGenericContainerAndAnotherOneIsStartedForTheNext() {
        Map<String, String> settings = Map.of("FAASBATCH_WARM_POOL", "1", "FAASBATCH_WARM_RUNTIMES", "python3");
        try (RunningGateway gateway = RunningGateway.start(home, RunningGateway.freePort(), settings)) {
            gateway.deploy("a", FunctionZip.python("a", "", "def handle(input, context):\n    return input\n"));
            gateway.deploy("b", FunctionZip.python("b", "", "def handle(input, context):\n    return -input\n"));
            String worker = worker(gateway);
            awaitContainers(worker, 1);
            Set<String> generic = Set.copyOf(DockerCli.containersOf(worker));

            assertThat(output(gateway, "a", "3").asInt()).isEqualTo(3);
            assertThat(generic).contains(container(gateway, "a"));
            awaitContainers(worker, 2);
            Set<String> next = new HashSet<>(DockerCli.containersOf(worker));
            next.removeAll(generic);
            assertThat(output(gateway, "b", "3").asInt()).isEqualTo(-3);
            assertThat(next).containsExactly(container(gateway, "b"));
            assertThat(gateway.get("/actuator/prometheus").body())
                    .containsPattern("faasbatch_container_events_total\\{event=\"taken_warm\"\\} 2");
        }
    }

    @Test
    void atTheLimitAnIdleContainerIsWipedForAnotherFunctionUnlessItAsksNotTo() {
        Map<String, String> settings = Map.of("FAASBATCH_WARM_POOL", "0", "FAASBATCH_MAX_CONTAINERS", "1");
        try (RunningGateway gateway = RunningGateway.start(home, RunningGateway.freePort(), settings)) {
            String secret = "isolation: thread\nenv: {SECRET: \"x\"}\n";
            gateway.deploy("first", FunctionZip.python("first", secret, LOOK_AROUND));
            gateway.deploy("second", FunctionZip.python("second", "isolation: thread\n", LOOK_AROUND));
            gateway.deploy("alone", FunctionZip.python("alone", "repurpose: false\n", LOOK_AROUND));

            JsonNode left = output(gateway, "first", "\"leave\"");
            assertThat(left.get("sleeping").asInt()).isEqualTo(1);
            String docker = container(gateway, "first");

            JsonNode found = output(gateway, "second", "\"look\"");
            assertThat(container(gateway, "second")).isEqualTo(docker);
            assertThat(found.get("files").size()).as(found.toString()).isZero();
            assertThat(found.get("sleeping").asInt()).isZero();
            assertThat(found.get("secret").asString()).isEmpty();

            output(gateway, "alone", "\"look\"");
            assertThat(container(gateway, "alone")).isNotEqualTo(docker);
        }
    }

    @Test
    void containersOfAKilledWorkerAreUsedAgainByItsNextRun() {
        int redisPort = RunningGateway.freePort();
        Map<String, String> settings = Map.of("FAASBATCH_WARM_POOL", "1", "FAASBATCH_WARM_RUNTIMES", "python3");
        RunningGateway first = RunningGateway.start(home, redisPort, settings);
        String worker;
        Set<String> before;
        try {
            first.deploy("a", FunctionZip.python("a", "", "def handle(input, context):\n    return input\n"));
            worker = worker(first);
            awaitContainers(worker, 1);
            before = Set.copyOf(DockerCli.containersOf(worker));
        } finally {
            first.kill();
        }
        try (RunningGateway second = RunningGateway.start(home, redisPort, settings)) {
            assertThat(output(second, "a", "5").asInt()).isEqualTo(5);
            assertThat(before).contains(container(second, "a"));
        }
        assertThat(DockerCli.containersOf(worker)).isEmpty();
    }

    private static void awaitContainers(String worker, int count) {
        RunningGateway.await(
                count + " containers",
                Duration.ofMinutes(1),
                () -> DockerCli.containersOf(worker).size() == count);
    }

    private static JsonNode output(RunningGateway gateway, String function, String input) {
        return RunningGateway.success(gateway.post("/v1/functions/" + function + "/invocations", input))
                .get("output");
    }

    private static String container(RunningGateway gateway, String function) {
        List<String> ids = RunningGateway.success(gateway.get("/v1/containers"))
                .get("items")
                .valueStream()
                .filter(item -> item.get("function").asString().equals(function))
                .map(item -> item.get("dockerId").asString())
                .toList();
        assertThat(ids).hasSize(1);
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
