package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Processes that are forked from the initialised one share its memory. What they cost is their proportional set size: a page that n processes share counts
 * as one n-th for each.
 */
final class ForkMemoryIT {

    private static final int INVOCATIONS = 50;
    private static final long INITIALISED = 40 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Each has read all of what was initialised before it tells by a file that it is there, and waits for all others. */
    private static final String FUNCTION = """
            import os, time

            DATA = bytearray(os.urandom(40 << 20))

            def handle(input, context):
                pages = sum(DATA[i] for i in range(0, len(DATA), 4096))
                open(f"/tmp/here-{os.getpid()}", "w").close()
                end = time.time() + 100
                while not os.path.exists("/tmp/go") and time.time() < end:
                    time.sleep(0.2)
                return pages
            """;

    /** Of each process that runs Python: resident and proportional set size in KiB. */
    private static final String SIZES = """
            for p in /proc/[0-9]*; do
              case $(cat $p/comm 2>/dev/null) in
                python*) echo $(sed -n 's/^[RP]ss: *\\([0-9]*\\).*/\\1/p' $p/smaps_rollup 2>/dev/null) ;;
              esac
            done
            """;

    @TempDir
    Path home;

    @Test
    void fiftyInvocationsShareTheMemoryThatWasInitialisedOnce() {
        try (RunningGateway gateway = RunningGateway.start(
                home,
                RunningGateway.freePort(),
                Map.of("FAASBATCH_STRATEGY", "faasbatch", "FAASBATCH_WARM_POOL", "0"))) {
            gateway.deploy("large", FunctionZip.python("large", "memory: 1GiB\ntimeout: 300s\n", FUNCTION));
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < INVOCATIONS; i++) {
                calls.add(gateway.postAsync("/v1/functions/large/invocations", "null"));
            }
            RunningGateway.await(
                    "the container", LIMIT, () -> !containers(gateway).isEmpty());
            assertThat(containers(gateway)).hasSize(1);
            String container = containers(gateway).getFirst();
            RunningGateway.await("all invocations to run", LIMIT, () -> here(container) == INVOCATIONS);

            List<Size> sizes = sizes(container);
            DockerCli.run("exec", container, "touch", "/tmp/go");
            calls.forEach(call -> RunningGateway.success(call.join()));

            List<Size> large = sizes.stream()
                    .filter(size -> size.resident() >= INITIALISED)
                    .toList();
            assertThat(large).hasSizeGreaterThanOrEqualTo(INVOCATIONS);
            long shared = large.stream().mapToLong(Size::proportional).sum();
            long apart = large.stream().mapToLong(Size::resident).sum();
            assertThat(shared)
                    .as("%d processes: %d MiB together, %d MiB apart", large.size(), shared >> 20, apart >> 20)
                    .isLessThan(apart / 4);
        }
    }

    @Test
    void whatTheHostHasLoadedIsImmortalAndTheFunctionsOwnObjectsAreNot() {
        try (RunningGateway gateway =
                RunningGateway.start(home, RunningGateway.freePort(), Map.of("FAASBATCH_WARM_POOL", "0"))) {
            gateway.deploy("counts", FunctionZip.python("counts", "", """
                    import json, sys
                    def own(): pass
                    def handle(input, context):
                        return [sys.getrefcount(one) == sys.getrefcount(None) for one in (json.JSONEncoder.encode, own)]
                    """));
            assertThat(RunningGateway.success(gateway.post("/v1/functions/counts/invocations", "null"))
                            .get("output"))
                    .extracting(JsonNode::asBoolean)
                    .containsExactly(true, false);
        }
    }

    private record Size(long resident, long proportional) {}

    private static List<String> containers(RunningGateway gateway) {
        List<String> ids = new ArrayList<>();
        for (var container :
                RunningGateway.success(gateway.get("/v1/containers")).get("items")) {
            if (container.hasNonNull("dockerId")) {
                ids.add(container.get("dockerId").asString());
            }
        }
        return ids;
    }

    private static long here(String container) {
        return Long.parseLong(DockerCli.run("exec", container, "sh", "-c", "ls /tmp | grep -c here- || true"));
    }

    private static List<Size> sizes(String container) {
        return DockerCli.run("exec", container, "sh", "-c", SIZES)
                .lines()
                .map(line -> List.of(line.strip().split(" ", -1)))
                .filter(words -> words.size() == 2)
                .map(words -> new Size(Long.parseLong(words.get(0)) << 10, Long.parseLong(words.get(1)) << 10))
                .toList();
    }
}
