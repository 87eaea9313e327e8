package io.faasbatch.gateway.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One invocation uses up the memory of the container that it shares with others. */
final class MemoryIT {

    private static final int BATCH = 20;
    private static final int CULPRIT = 13;

    /** Innocents run until the greedy one has had its way with the container, unless it was put into another one. */
    private static final String PYTHON = """
            import time
            def handle(input, context):
                if input == -1:
                    hoard = []
                    while True:
                        hoard.append(bytearray(b"x") * (8 << 20))
                time.sleep(1)
                return input * 2
            """;

    private static final String JAVA = """
            import io.faasbatch.api.Context;
            import io.faasbatch.api.Handler;
            import java.util.ArrayList;
            import java.util.List;

            public final class Main implements Handler<Integer, Integer> {
                @Override
                public Integer handle(Integer input, Context context) throws Exception {
                    List<byte[]> hoard = new ArrayList<>();
                    while (input == -1) {
                        hoard.add(new byte[8 << 20]);
                    }
                    Thread.sleep(1000);
                    return input * 2;
                }
            }
            """;

    @TempDir
    static Path home;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start(home, RunningGateway.freePort(), Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void theOneThatUsesUpTheMemoryFailsAndTheOthersSucceed(String isolation) {
        String name = "hoarder-" + isolation;
        gateway.deploy(name, FunctionZip.python(name, "isolation: " + isolation + "\nmemory: 192MiB\n", PYTHON));
        assertOnlyTheCulpritFails(name);
    }

    @Test
    void theSameHoldsForJava() {
        gateway.deploy("hoarder-java", FunctionZip.java("hoarder-java", "memory: 256MiB\n", JAVA));
        assertOnlyTheCulpritFails("hoarder-java");
    }

    private static void assertOnlyTheCulpritFails(String name) {
        String path = "/v1/functions/" + name + "/invocations";
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            calls.add(gateway.postAsync(path, i == CULPRIT ? "-1" : Integer.toString(i)));
        }
        for (int i = 0; i < BATCH; i++) {
            HttpResponse<String> answer = calls.get(i).join();
            if (i == CULPRIT) {
                assertThat(answer.statusCode()).isEqualTo(502);
                assertThat(answer.body()).contains("\"OutOfMemory\"");
            } else {
                assertThat(RunningGateway.success(answer).get("output").asInt()).isEqualTo(2 * i);
            }
        }
        assertThat(RunningGateway.success(gateway.post(path, "4")).get("output").asInt())
                .isEqualTo(8);
    }
}
