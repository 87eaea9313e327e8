package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.protocol.Isolation;
import io.faasbatch.proxy.http.GatedServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
final class PythonHttpTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void requestsGoThroughTheProxyAlsoFromProcesses(Isolation isolation) throws Exception {
        try (GatedServer server = new GatedServer();
                PythonFunction function =
                        PythonFunction.in(dir).main("""
                        def handle(input, context):
                            answer = context.http.get(input, {"X-Tag": 7})
                            return [answer.status, answer.headers["content-type"], answer.text()]
                        """).isolation(isolation).load()) {
            server.open();
            List<PythonFunction.Call> calls = function.burst(4, '"' + server.url("/a") + '"');

            for (PythonFunction.Call call : calls) {
                assertThat(call.output().toString()).isEqualTo("[200,[\"text/plain\"],\"at /a\"]");
            }
            assertThat(server.requests()).hasSizeBetween(1, 4);
            assertThat(server.requests().getFirst().getFirst("X-Tag")).isEqualTo("7");
            assertThat(function.start("refused", "\"file:///etc/passwd\"")
                            .failure()
                            .error()
                            .type())
                    .isEqualTo("HttpError");
        }
    }
}
