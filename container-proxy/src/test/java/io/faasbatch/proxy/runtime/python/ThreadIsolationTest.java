package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.SharedCount;
import io.faasbatch.proxy.runtime.StopReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads of one process, and the objects they share. */
class ThreadIsolationTest {

    /** Stands for a library with a client class and a function that makes clients. */
    private static final String CLIENTS = """
            import time
            class Client:
                attempts = 0
                def __init__(self, host, port=80, *, options=None, **more):
                    time.sleep(0.05)
                    Client.attempts += 1
                    if host == "down": raise ConnectionError("down")
                    self.host = host
                @classmethod
                def of(cls, host): return cls(host, 1)
            def connect(host, port=80): return Client(host, port)
            """;

    @TempDir
    Path dir;

    @Test
    void aThreadThatComputesForEverIsStopped() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).threads().main("""
                        import threading, time
                        def handle(input, context):
                            if input == "watch":
                                while any(thread.name == "endless" for thread in threading.enumerate()): time.sleep(0.005)
                                return "gone"
                            threading.current_thread().name = "endless"
                            try:
                                while True: pass
                            except Exception:
                                return "must not be caught"
                        """).load()) {
            PythonFunction.Call endless = function.start("endless", "null");
            endless.awaitStarted();
            function.stop(endless, StopReason.DEADLINE);
            assertThat(endless.failure().error().type()).isEqualTo(ErrorDetail.TIMEOUT);
            assertThat(function.start("watch", "\"watch\"").output().asString()).isEqualTo("gone");
        }
    }

    @Test
    void linesOfOtherThreadsBelongToNoInvocation() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).threads().main("""
                        import logging, threading
                        logging.basicConfig(level=logging.INFO, format="%(message)s")
                        def handle(input, context):
                            thread = threading.Thread(target=print, args=("from elsewhere",))
                            thread.start()
                            thread.join()
                            logging.info("logged by %s", context.invocation_id)
                        """).load()) {
            for (PythonFunction.Call call : function.burst(10, "null")) {
                assertThat(call.logs()).isEqualTo("logged by " + call.id + "\n");
            }
        }
    }

    @Test
    void fortyConcurrentFirstCallsMakeOneClient() throws Exception {
        try (PythonFunction function = shared("""
                import threading, clients
                barrier = threading.Barrier(40)
                def handle(input, context):
                    barrier.wait()
                    client = clients.Client("a", 80) if int(context.invocation_id[4:]) % 2 else clients.Client(port=80, host="a")
                    return [id(client), clients.Client.attempts]
                """)) {
            List<PythonFunction.Call> calls = function.burst(40, "null");
            assertThat(calls)
                    .extracting(PythonFunction.Call::output)
                    .containsOnly(calls.getFirst().output());
            assertThat(calls.getFirst().output().get(1).asInt()).isEqualTo(1);
            assertThat(function.shared()).isEqualTo(new SharedCount(1, 39));
        }
    }

    /** What each reports of the whole container may be overtaken by what another has counted later. */
    @Test
    void callsThatEndTogetherAreAllCounted() throws Exception {
        try (PythonFunction function = shared("""
                import sys, threading, clients
                sys.setswitchinterval(1e-6)  # threads overtake each other everywhere
                barrier = threading.Barrier(40)
                def handle(input, context):
                    barrier.wait()
                    clients.Client("a")
                """)) {
            for (int burst = 1; burst <= 50; burst++) {
                function.burst(40, "null").forEach(PythonFunction.Call::output);
                assertThat(function.shared()).isEqualTo(new SharedCount(1, 40 * burst - 1));
            }
        }
    }

    @Test
    void withoutSharedEveryCallMakesAClient() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir)
                .threads()
                .file("clients.py", CLIENTS)
                .main("""
                        import clients
                        kept = []
                        def handle(input, context):
                            kept.append(clients.Client("a"))
                            return len(set(map(id, kept)))
                        """)
                .load()) {
            assertThat(function.burst(40, "null"))
                    .extracting(call -> call.output().asInt())
                    .contains(40);
            assertThat(function.shared()).isEqualTo(new SharedCount(0, 0));
        }
    }

    @Test
    void argumentsTellClientsApart() throws Exception {
        try (PythonFunction function = shared("""
                import clients
                def handle(input, context):
                    one = clients.Client("a", 1)
                    return [one is clients.Client("a", port=1), one is clients.Client("a", True), one is clients.Client("b", 1),
                            clients.Client("a", options={"x": [1], "y": 2}) is clients.Client("a", options={"y": 2, "x": [1]}),
                            clients.Client("a", options=object()) is clients.Client("a", options=object()),
                            clients.Client("a", zone=1) is clients.Client("a", zone=1),
                            clients.connect("a") is clients.connect("a", 80), clients.connect("a") is one]
                """)) {
            assertThat(function.start("inv", "null").output().toString())
                    .isEqualTo("[true,false,false,true,false,true,true,false]");
        }
    }

    @Test
    void aSharedClassStaysAClass() throws Exception {
        try (PythonFunction function = shared("""
                import clients, inspect, pickle
                class Own(clients.Client): pass
                def handle(input, context):
                    one = clients.Client("a")
                    return [isinstance(one, clients.Client), issubclass(Own, clients.Client), Own("a") is Own("a"),
                            isinstance(Own("a"), clients.Client), clients.Client.of("z") is clients.Client("z", 1),
                            clients.Client.__name__, str(inspect.signature(clients.Client)),
                            str(inspect.signature(clients.connect)), type(pickle.loads(pickle.dumps(one))) is type(one)]
                """)) {
            assertThat(function.start("inv", "null").output().toString())
                    .isEqualTo("[true,true,false,true,true,\"Client\",\"(host, port=80, *, options=None, **more)\","
                            + "\"(host, port=80)\",true]");
        }
    }

    @Test
    void aFailureGoesToAllWhoWaitAndIsNotKept() throws Exception {
        try (PythonFunction function = shared("""
                import threading, clients
                barrier = threading.Barrier(10)
                def handle(input, context):
                    if input == "again":
                        before = clients.Client.attempts
                        try: clients.Client("down")
                        except ConnectionError: return clients.Client.attempts - before
                    barrier.wait()
                    clients.Client("down")
                """)) {
            assertThat(function.burst(10, "null"))
                    .allMatch(call -> call.failure().error().type().equals("ConnectionError"));
            assertThat(function.start("later", "\"again\"").output().asInt()).isEqualTo(1);
            assertThat(function.shared()).isEqualTo(new SharedCount(0, 0));
        }
    }

    @Test
    void aStoppedMakerLeavesTheMakingToTheNext() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir)
                .shared("slow.make")
                .file("slow.py", """
                        import os, time
                        def make():
                            open("making", "w").close()
                            while not os.path.exists("go"): time.sleep(0.005)
                            return object()
                        """)
                .main("""
                        import slow
                        def handle(input, context):
                            if input == "waiter": open("waiting", "w").close()
                            slow.make()
                            return "made"
                        """)
                .load()) {
            PythonFunction.Call maker = function.start("maker", "null");
            function.awaitFile("making");
            PythonFunction.Call waiter = function.start("waiter", "\"waiter\"");
            function.awaitFile("waiting");
            function.stop(maker, StopReason.DEADLINE);
            maker.failure();
            java.nio.file.Files.createFile(dir.resolve("go"));
            assertThat(waiter.output().asString()).isEqualTo("made");
        }
    }

    private PythonFunction shared(String main) throws Exception {
        return PythonFunction.in(dir)
                .shared("clients.Client", "clients.connect")
                .file("clients.py", CLIENTS)
                .main(main)
                .load();
    }
}
