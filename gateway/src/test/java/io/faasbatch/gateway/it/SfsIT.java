package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The strategy {@code sfs} on real containers, as the kernel sees their threads; or, where the machine does not allow it, that it says so. */
final class SfsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CHOICE = "{\"strategy\": \"sfs\", \"dispatchInterval\": \"0s\"}";

    private static final String COMPUTING = """
            import time

            def handle(input, context):
                end = time.time() + input
                while time.time() < end:
                    pass
                return "done"
            """;

    /** The fields of a thread's status behind its name; the class is the 41st of all. */
    private static final int CLASS_FIELD = 38;

    private static final String FIFO = "1";

    @TempDir
    Path home;

    @Test
    void anInvocationIsInTheRealTimeClassForItsSliceOnlyOrSfsIsRefused() {
        try (RunningGateway gateway = start("docker")) {
            HttpResponse<String> chosen = choose(gateway);
            if (chosen.statusCode() == 200) {
                assertTurns(gateway);
            } else {
                assertRefused(gateway, chosen);
            }
        }
    }

    @Test
    void whereNothingKeepsFunctionsApartSfsIsRefused() {
        try (RunningGateway gateway = start("process")) {
            assertRefused(gateway, choose(gateway));
        }
    }

    private RunningGateway start(String sandbox) {
        return RunningGateway.start(
                home, RunningGateway.freePort(), Map.of("FAASBATCH_WARM_POOL", "0", "FAASBATCH_SANDBOX", sandbox));
    }

    private static HttpResponse<String> choose(RunningGateway gateway) {
        gateway.deploy("loop", FunctionZip.python("loop", "strategy: sfs\n", COMPUTING));
        return gateway.put("/v1/dispatch", "application/json", BodyPublishers.ofString(CHOICE));
    }

    /** The first calls come so slowly that slices become as long as they can be, long enough to be seen. */
    private static void assertTurns(RunningGateway gateway) {
        for (int i = 0; i < 10; i++) {
            RunningGateway.success(call(gateway, "0.6").join());
        }
        CompletableFuture<HttpResponse<String>> running = call(gateway, "6");
        RunningGateway.await("threads in the real-time class", LIMIT, () -> realTimeThreads(gateway) > 0);
        RunningGateway.await("all threads to be normal again", LIMIT, () -> realTimeThreads(gateway) == 0);
        assertThat(running).as("it was put back while it ran").isNotDone();
        assertThat(RunningGateway.success(running.join()).get("output").asString())
                .isEqualTo("done");

        for (int i = 0; i < 20; i++) {
            RunningGateway.success(call(gateway, "0.01").join());
        }
        RunningGateway.await("nothing to be left in the real-time class", LIMIT, () -> realTimeThreads(gateway) == 0);
        assertThat(gateway.log()).doesNotContain("real-time class:", "its turn in the normal class");
    }

    private static void assertRefused(RunningGateway gateway, HttpResponse<String> chosen) {
        assertThat(chosen.statusCode()).isEqualTo(422);
        assertThat(chosen.body()).contains("strategy-refused", "strategy sfs cannot be used on this worker");
        HttpResponse<String> called = call(gateway, "0").join();
        assertThat(called.body()).contains("StrategyRefused", "strategy sfs cannot be used on this worker");
    }

    private static CompletableFuture<HttpResponse<String>> call(RunningGateway gateway, String seconds) {
        return gateway.postAsync("/v1/functions/loop/invocations", seconds);
    }

    private static long realTimeThreads(RunningGateway gateway) {
        List<Path> groups = new ArrayList<>();
        for (var container :
                RunningGateway.success(gateway.get("/v1/containers")).get("items")) {
            group(container.path("dockerId").asString("")).ifPresent(groups::add);
        }
        return groups.stream()
                .flatMap(tasks -> lines(tasks).stream())
                .filter(thread -> FIFO.equals(schedulingClass(thread)))
                .count();
    }

    private static Optional<Path> group(String dockerId) {
        Path root = Path.of("/sys/fs/cgroup");
        String scope = "faasbatch.slice/docker-" + dockerId + ".scope/";
        return List.of(
                        root.resolve("pids/faasbatch/" + dockerId + "/tasks"),
                        root.resolve("pids/" + scope + "tasks"),
                        root.resolve("faasbatch/" + dockerId + "/cgroup.threads"),
                        root.resolve(scope + "cgroup.threads"))
                .stream()
                .filter(Files::isReadable)
                .findFirst();
    }

    private static String schedulingClass(String thread) {
        return lines(Path.of("/proc", thread, "stat")).stream()
                .findFirst()
                .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[CLASS_FIELD])
                .orElse("gone");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            // A thread that has just ended.
            return List.of();
        }
    }
}
