package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.protocol.InvocationContext;
import io.faasbatch.protocol.Isolation;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.StopReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What holds under both isolations. */
class PythonRuntimeTest {

    @TempDir
    Path dir;

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void aFunctionGetsItsInputAndContextAndItsResultComesBack(Isolation isolation) throws Exception {
        try (PythonFunction function = PythonFunction.in(dir)
                .main("""
                        import os, datetime
                        def handle(input, context):
                            return {"input": input, "id": context.invocation_id, "execution": context.execution_id,
                                    "step": context.step, "attempt": context.attempt, "year": context.deadline.year,
                                    "zone": str(context.deadline.tzinfo), "left": context.remaining() > 1000,
                                    "env": os.environ["GREETING"], "cwd": os.getcwd(),
                                    "secret": [name for name in os.environ if name.startswith("FAASBATCH_")]}
                        """)
                .isolation(isolation)
                .env(Map.of("GREETING", "gr\u00fc\u00df"))
                .load()) {
            InvocationContext context = new InvocationContext(Optional.of("ex-1"), Optional.of("count"), 3);
            assertThat(function.start("inv", "{\"text\": [1, 2.5, null, \"\u20ac\"]}", context)
                            .output())
                    .isEqualTo(PythonFunction.MAPPER.readTree("""
                            {"input": {"text": [1, 2.5, null, "\u20ac"]}, "id": "inv", "execution": "ex-1", "step": "count",
                             "attempt": 3, "year": 2100, "zone": "UTC", "left": true, "env": "gr\u00fc\u00df", "cwd": "%s", "secret": []}
                            """.formatted(dir)));
        }
    }

    /** What passes on answers is the proxy, of which the process of the threads is a child, or the host, a child of which forks. */
    @ParameterizedTest
    @EnumSource(Isolation.class)
    void whatPassesOnAnswersGoesBeforeWhatComputesThem(Isolation isolation) throws Exception {
        try (PythonFunction function = PythonFunction.in(dir)
                .main("""
                        import os
                        def parent(pid):
                            return int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
                        def handle(input, context):
                            front = parent(parent("self") if os.environ["HOW"] == "PROCESS" else "self")
                            own, its = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, front))
                            return [own, min(19, its + 10)]
                        """)
                .env(Map.of("HOW", isolation.name()))
                .isolation(isolation)
                .load()) {
            JsonNode priorities = function.start("inv", "null").output();
            assertThat(priorities.get(0)).isEqualTo(priorities.get(1));
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void noLineOfFiftyConcurrentInvocationsAppearsUnderAnother(Isolation isolation) throws Exception {
        try (PythonFunction function = PythonFunction.in(dir)
                .main("""
                        import os, subprocess, sys, time
                        from concurrent.futures import ThreadPoolExecutor
                        forked = os.environ["HOW"] == "PROCESS"
                        pool = None if forked else ThreadPoolExecutor(4)
                        def handle(input, context):
                            me = context.invocation_id
                            for i in range(20):
                                print(f"{me} out {i}")
                                print(f"{me} err {i}", file=sys.stderr)
                                sys.stdout.buffer.write(f"{me} raw {i}\\n".encode())
                                if not forked:
                                    pool.submit(print, f"{me} pool {i}").result()
                                time.sleep(0.001)
                            if forked:
                                sys.stdout.flush()
                                os.write(1, f"{me} fd\\n".encode())
                                subprocess.run(["sh", "-c", f"echo {me} sub; echo {me} sub >&2"], check=True)
                        """)
                .isolation(isolation)
                .env(Map.of("HOW", isolation.name()))
                .load()) {
            List<PythonFunction.Call> calls = function.burst(50, "null");
            int lines = isolation == Isolation.PROCESS ? 63 : 80;
            for (PythonFunction.Call call : calls) {
                call.output();
                assertThat(call.logs().lines()).hasSize(lines).allMatch(line -> line.startsWith(call.id + " "));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void outputIsCutAtItsLimitWithAMark(Isolation isolation) throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        def handle(input, context):
                            for _ in range(1000):
                                print("x" * 9999)
                            return "done"
                        """).isolation(isolation).load()) {
            PythonFunction.Call call = function.start("inv", "null");
            assertThat(call.output().asString()).isEqualTo("done");
            assertThat(call.logs())
                    .endsWith("\n[... output cut at 65536 bytes]\n")
                    .startsWith("xxx");
            assertThat(call.logs()).hasSizeBetween(65536, 65536 + 64);
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void anExceptionIsReportedWithTheFramesOfTheUserCodeOnly(Isolation isolation) throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        class Unlucky(Exception): pass
                        def deeper(): raise Unlucky("no luck")
                        def handle(input, context):
                            print("before")
                            deeper()
                        """).isolation(isolation).load()) {
            RunOutcome.Failed failed = function.start("inv", "null").failure();
            assertThat(failed.error().type()).isEqualTo("Unlucky");
            assertThat(failed.error().message()).isEqualTo("no luck");
            assertThat(failed.error().stack())
                    .contains("main.py\", line 5, in handle", "in deeper")
                    .doesNotContain("<faasbatch>");
            assertThat(failed.logs()).isEqualTo("before\n");
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void whatIsNoJsonFailsClearlyAndHurtsNobodyElse(Isolation isolation) throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        import sys
                        def nested(depth): return [nested(depth - 1)] if depth else []
                        VALUES = {"set": {1}, "nan": float("nan"), "surrogate": "\\ud800", "deep": nested(800)}
                        def handle(input, context):
                            if input == "exit": sys.exit(3)
                            return VALUES[input] if input != "fine" else "fine"
                        """).isolation(isolation).load()) {
            for (String bad : List.of("set", "nan", "surrogate", "deep")) {
                RunOutcome.Failed failed =
                        function.start(bad, "\"" + bad + "\"").failure();
                assertThat(failed.error().type()).as(bad).isEqualTo("TypeError");
                assertThat(failed.error().message()).contains("JSON");
            }
            assertThat(function.start("exit", "\"exit\"").failure().error().type())
                    .isEqualTo("SystemExit");
            assertThat(function.start("fine", "\"fine\"").output().asString()).isEqualTo("fine");
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void theStoreKeepsJsonValuesAndBytesUnderTheExecution(Isolation isolation) throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        def handle(input, context):
                            store = context.store
                            store.put("value", {"a": [1, None]})
                            store.put_bytes("raw", bytes(range(256)) * 4096)
                            try:
                                store.get("broken")
                            except Exception as error:
                                print(type(error).__name__, error)
                            return [store.get("value"), len(store.get_bytes("raw")), store.get("nothing")]
                        """).isolation(isolation).load()) {
            InvocationContext context = new InvocationContext(Optional.of("ex-1"), Optional.of("s"), 1);
            PythonFunction.Call inExecution = function.start("inv", "null", context);
            PythonFunction.Call direct = function.start("direct", "null");
            assertThat(inExecution.output().toString()).isEqualTo("[{\"a\":[1,null]},1048576,null]");
            assertThat(inExecution.logs()).isEqualTo("StoreError Redis does not answer\n");
            direct.output();
            assertThat(function.data.values).containsOnlyKeys("ex-1/value", "ex-1/raw", "direct/value", "direct/raw");
            assertThat(new String(function.data.values.get("ex-1/value"), StandardCharsets.UTF_8))
                    .isEqualTo("{\"a\":[1,null]}");
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void aDeadlineStopsOneInvocationAloneWithWhatItPrinted(Isolation isolation) throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        import os, time
                        def handle(input, context):
                            print("begun", context.invocation_id)
                            open(context.invocation_id, "w").close()
                            while not (input == "wait" and os.path.exists("go")):
                                time.sleep(0.005)
                            return "went on"
                        """).isolation(isolation).load()) {
            PythonFunction.Call patient = function.start("patient", "\"wait\"");
            PythonFunction.Call endless = function.start("endless", "null");
            function.awaitFile("endless");
            function.stop(endless, StopReason.DEADLINE);
            assertThat(endless.failure().error().type()).isEqualTo("Timeout");
            assertThat(endless.logs()).isEqualTo("begun endless\n");
            PythonFunction.Call cancelled = function.start("endless", "null");
            cancelled.awaitStarted();
            function.stop(cancelled, StopReason.CANCELLED);
            assertThat(cancelled.failure().error().type()).isEqualTo("Cancelled");
            assertThat(patient.isDone()).isFalse();
            Files.createFile(dir.resolve("go"));
            assertThat(patient.output().asString()).isEqualTo("went on");
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void aHostThatDiesEndsItsInvocationsAndIsReplaced(Isolation isolation) throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        import os, signal, time
                        HOST = os.getpid()
                        def handle(input, context):
                            if input == "kill":
                                os.kill(HOST, signal.SIGKILL)
                            while input == "sleep":
                                time.sleep(1)
                            return HOST
                        """).isolation(isolation).load()) {
            int first = function.start("first", "null").output().asInt();
            PythonFunction.Call innocent = function.start("innocent", "\"sleep\"");
            innocent.awaitStarted();
            function.start("killer", "\"kill\"");
            RunOutcome.Failed failed = innocent.failure();
            assertThat(failed.error().type()).isEqualTo("ContainerCrashed");
            assertThat(failed.error().message()).contains("killed by signal 9");
            assertThat(function.start("later", "null").output().asInt()).isNotEqualTo(first);
        }
    }

    @ParameterizedTest
    @EnumSource(Isolation.class)
    void closeEndsWhatRuns(Isolation isolation) throws Exception {
        PythonFunction.Call endless;
        PythonFunction.Call late;
        try (PythonFunction function =
                PythonFunction.in(dir).main("""
                        import time
                        def handle(input, context):
                            while True: time.sleep(1)
                        """).isolation(isolation).load()) {
            endless = function.start("endless", "null");
            endless.awaitStarted();
            function.shutDown();
            late = function.start("late", "null");
        }
        assertThat(endless.failure().error().message()).contains("shut down");
        assertThat(late.failure().error().message()).contains("shut down");
    }
}
