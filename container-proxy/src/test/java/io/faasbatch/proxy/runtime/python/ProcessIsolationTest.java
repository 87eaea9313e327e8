package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.StopReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What only processes can do, and what only processes can do wrong. */
class ProcessIsolationTest {

    @TempDir
    Path dir;

    @Test
    void aProcessThatDiesFailsAlone() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import os, signal, time
                        def handle(input, context):
                            print("last words", flush=True)
                            if input == "segv": os.kill(os.getpid(), signal.SIGSEGV)
                            if input == "kill": os.kill(os.getpid(), signal.SIGKILL)
                            if input == "exit": os._exit(3)
                            while not os.path.exists("go"): time.sleep(0.005)
                            return "alive"
                        """).load()) {
            PythonFunction.Call innocent = function.start("innocent", "null");
            PythonFunction.Call segv = function.start("segv", "\"segv\"");
            PythonFunction.Call kill = function.start("kill", "\"kill\"");
            PythonFunction.Call exit = function.start("exit", "\"exit\"");
            assertThat(segv.failure().error().message()).contains("SIGSEGV");
            assertThat(kill.failure().error().message()).contains("SIGKILL", "memory limit");
            assertThat(exit.failure().error().message()).contains("exit code 3");
            assertThat(List.of(segv, kill, exit))
                    .allMatch(call -> call.failure().error().type().equals("ProcessDied"))
                    .allMatch(call -> call.logs().equals("last words\n"));
            assertThat(innocent.isDone()).isFalse();
            Files.createFile(dir.resolve("go"));
            assertThat(innocent.output().asString()).isEqualTo("alive");
        }
    }

    @Test
    void nothingAnInvocationStartedOutlivesIt() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import subprocess, time
                        def handle(input, context):
                            process = subprocess.Popen(["sh", "-c", "echo started; sleep 1000"])
                            print(process.stdout)
                            open(context.invocation_id + ".tmp", "w").write(str(process.pid))
                            import os
                            os.rename(context.invocation_id + ".tmp", context.invocation_id)
                            while input == "stay": time.sleep(1)
                            return process.pid
                        """).load()) {
            long left = function.start("left", "null").output().asLong();
            awaitGone(left);
            PythonFunction.Call stopped = function.start("stopped", "\"stay\"");
            function.awaitFile("stopped");
            function.stop(stopped, StopReason.DEADLINE);
            assertThat(stopped.failure().error().type()).isEqualTo(ErrorDetail.TIMEOUT);
            awaitGone(Long.parseLong(Files.readString(dir.resolve("stopped"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process", "timer"})
    void whatAnInvocationLeavesBehindDoesNotGoOnWhileOthersRun(String what) throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import os, signal, subprocess, threading, time
                        def late(*_): open("late", "w").close()
                        def handle(input, context):
                            while input == "stay": time.sleep(0.01)
                            match input:
                                case "thread": threading.Timer(0.7, late).start()
                                case "process": subprocess.Popen(["sh", "-c", "sleep 0.7; touch late"])
                                case "timer":
                                    signal.signal(signal.SIGALRM, late)
                                    signal.setitimer(signal.ITIMER_REAL, 0.7)
                            return os.getpid()
                        """).load()) {
            PythonFunction.Call other = function.start("other", "\"stay\"");
            other.awaitStarted();
            awaitGone(function.start("leaver", '"' + what + '"').output().asLong());
            assertThat(dir.resolve("late")).doesNotExist();
            function.stop(other, StopReason.CANCELLED);
            other.failure();
        }
    }

    @Test
    void aQuietContainerEndsWhatHasAnsweredAndForksAsManyAheadAsTheLastBurstTook() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import os, time
                        def parent(pid):
                            try: return int(open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[1])
                            except OSError: return 0
                        def handle(input, context):
                            while input == "meet" and not os.path.exists("go"): time.sleep(0.01)
                            siblings = [pid for pid in os.listdir("/proc") if pid.isdigit() and parent(pid) == os.getppid()]
                            return [os.getpid(), len(siblings)]
                        """).load()) {
            List<PythonFunction.Call> burst = function.burst(20, "\"meet\"");
            burst.forEach(PythonFunction.Call::awaitStarted);
            Files.createFile(dir.resolve("go"));
            for (PythonFunction.Call call : burst) {
                awaitGone(call.output().get(0).asLong());
            }
            int probes = 0;
            while (function.start("probe-" + probes, "null").output().get(1).asInt() != 20) {
                probes++;
                Thread.sleep(10); // without a pause it is never quiet
            }
        }
    }

    @Test
    void everyInvocationStartsFromTheSameFreshState() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import gc, os, random
                        seen = []
                        def handle(input, context):
                            seen.append(input)
                            descriptors = [os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd")
                                           if os.path.exists(f"/proc/self/fd/{fd}")]
                            return [len(seen), random.random(), sum(name.startswith("socket") for name in descriptors)]
                        """).load()) {
            List<PythonFunction.Call> calls = function.burst(10, "null");
            assertThat(calls).extracting(call -> call.output().get(0).asInt()).containsOnly(1);
            assertThat(calls)
                    .extracting(call -> call.output().get(1).asDouble())
                    .doesNotHaveDuplicates();
            assertThat(calls).extracting(call -> call.output().get(2).asInt()).containsOnly(1);
        }
    }

    @Test
    void aFunctionMayForkAndTheCopyIsNotTakenForTheInvocation() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import os
                        def handle(input, context):
                            pid = os.fork()
                            if pid == 0:
                                print("copy", flush=True)
                                return "copy"
                            os.waitpid(pid, 0)
                            return "original"
                        """).load()) {
            PythonFunction.Call call = function.start("inv", "null");
            assertThat(call.output().asString()).isEqualTo("original");
            assertThat(call.logs()).isEqualTo("copy\n");
        }
    }

    @Test
    void outputOfNativeCodeAndEndlessOutputAreCaught() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import ctypes, subprocess
                        def handle(input, context):
                            if input == "native":
                                ctypes.CDLL(None).printf(b"from c\\n")
                            else:
                                open("flooding", "w").close()
                                subprocess.run(["yes"])
                        """).load()) {
            PythonFunction.Call flood = function.start("flood", "null");
            PythonFunction.Call nativeOutput = function.start("native", "\"native\"");
            nativeOutput.output();
            assertThat(nativeOutput.logs()).isEqualTo("from c\n");
            function.awaitFile("flooding");
            function.stop(flood, StopReason.DEADLINE);
            assertThat(flood.failure().error().type()).isEqualTo(ErrorDetail.TIMEOUT);
            assertThat(flood.logs()).hasSizeLessThan(66000);
        }
    }

    @Test
    void valuesLargerThanAnyPipeGoThrough() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        def handle(input, context):
                            context.store.put("v", input)
                            return context.store.get("v")
                        """).load()) {
            String input = "\"" + "x".repeat(6 << 20) + "\"";
            for (PythonFunction.Call call : function.burst(4, input)) {
                assertThat(call.output().asString()).hasSize(6 << 20);
            }
        }
    }

    @Test
    void aProcessThatWritesToEveryDescriptorItHasFailsAlone() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import os
                        def handle(input, context):
                            if input == "vandal":
                                for fd in range(3, 64):
                                    try: os.write(fd, b"\\xff" * 64)
                                    except OSError: pass
                                while True: pass
                            return os.getppid()
                        """).load()) {
            int host = function.start("before", "null").output().asInt();
            assertThat(function.start("vandal", "\"vandal\"").failure().error().message())
                    .contains("not its own");
            assertThat(function.start("after", "null").output().asInt()).isEqualTo(host);
        }
    }

    @Test
    void aHostThatCannotBeLoadedAgainIsGivenUpWithAClearError() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import os, signal
                        if os.path.exists("broken"):
                            raise ValueError("no second time")
                        def handle(input, context):
                            open("broken", "w").close()
                            os.kill(os.getppid(), signal.SIGKILL)
                            while True: pass
                        """).load()) {
            assertThat(function.start("first", "null").failure().error().type()).isEqualTo(ErrorDetail.CRASHED);
            assertThat(function.start("again", "null").failure().error().message())
                    .contains("could not be loaded again", "no second time");
            function.start("again", "null").failure();
            assertThat(function.start("last", "null").failure().error().message())
                    .contains("died " + PythonRuntime.FRUITLESS_HOSTS + " times");
        }
    }

    @Test
    void codeThatIsImportedHasNothingOfTheHostInItsReach() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main("""
                        import gc, os
                        def target(fd):
                            try: return os.readlink(f"/proc/{os.getppid()}/fd/{fd}")
                            except OSError: return "closed meanwhile"
                        def handle(input, context):
                            gc.unfreeze()
                            kinds = [type(one).__name__ for one in gc.get_objects()]
                            polls = sum("eventpoll" in target(fd) for fd in os.listdir(f"/proc/{os.getppid()}/fd"))
                            return [kinds.count("_Nursery"), kinds.count("ProcessHost"), polls]
                        """).load()) {
            assertThat(function.start("inv", "null").output())
                    .extracting(JsonNode::asInt)
                    .containsExactly(1, 0, 0);
        }
    }

    @Test
    void whereDescriptorsRunOutInvocationsWaitAndNoneFails() throws Exception {
        Path few = Files.writeString(dir.resolve("python-with-few-descriptors"), """
                #!/bin/sh
                ulimit -n 24
                exec /usr/bin/python3 "$@"
                """);
        Files.setPosixFilePermissions(few, PosixFilePermissions.fromString("rwx------"));
        try (PythonFunction function = PythonFunction.in(dir)
                .main("""
                        import time
                        def handle(input, context):
                            time.sleep(0.05)
                            return "done"
                        """)
                .proxyEnv(Map.of(HostProgram.INTERPRETER, few.toString()))
                .load()) {
            assertThat(function.burst(40, "null"))
                    .allMatch(call -> call.output().asString().equals("done"));
        }
    }

    private static void awaitGone(long pid) {
        while (Files.exists(Path.of("/proc/" + pid))) {
            Thread.onSpinWait();
        }
    }
}
