package io.faasbatch.proxy.runtime.python;

import io.faasbatch.protocol.InitRequest;
import io.faasbatch.protocol.InvocationContext;
import io.faasbatch.protocol.Isolation;
import io.faasbatch.protocol.Places;
import io.faasbatch.proxy.http.HttpReads;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.Services;
import io.faasbatch.proxy.runtime.SharedCount;
import io.faasbatch.proxy.runtime.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A function under test: its files, its settings, and the runtime that has loaded it. */
final class PythonFunction implements AutoCloseable {

    static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** Long enough for the slowest machine; nothing is asserted about it. */
    private static final long PATIENCE_SECONDS = 120;

    private static final Instant FAR = Instant.parse("2100-01-01T00:00:00Z");

    final MapData data = new MapData();
    private final HttpReads http = new HttpReads(1 << 20, true, InstantSource.system());
    private final FunctionRuntime runtime;
    private final Path dir;

    private PythonFunction(Settings settings) throws InitException {
        dir = settings.dir;
        InitRequest init = new InitRequest(
                "test",
                "1",
                "python3",
                settings.handler,
                settings.isolation,
                128,
                settings.cpus,
                1000,
                settings.shared,
                settings.env,
                "",
                Optional.empty(),
                Optional.empty(),
                false);
        runtime = new PythonLoader(MAPPER, settings.proxyEnv, (reason, outOfMemory) -> {})
                .load(init, settings.dir, new Services(data, http));
    }

    static Settings in(Path dir) {
        return new Settings(dir);
    }

    /** What is deployed, before it is loaded. */
    static final class Settings {
        private final Path dir;
        private String handler = "main:handle";
        private Isolation isolation = Isolation.PROCESS;
        private double cpus = 1;
        private List<String> shared = List.of();
        private Map<String, String> env = Map.of();
        private Map<String, String> proxyEnv = Map.of("FAASBATCH_PYTHON", "/usr/bin/python3");

        private Settings(Path dir) {
            this.dir = dir;
        }

        Settings file(String name, String source) {
            try {
                Files.writeString(dir.resolve(name), source);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return this;
        }

        Settings main(String source) {
            return file("main.py", source);
        }

        Settings handler(String name) {
            handler = name;
            return this;
        }

        Settings threads() {
            isolation = Isolation.THREAD;
            return this;
        }

        Settings isolation(Isolation how) {
            isolation = how;
            return this;
        }

        Settings cpus(double count) {
            cpus = count;
            return this;
        }

        Settings shared(String... names) {
            shared = List.of(names);
            isolation = Isolation.THREAD;
            return this;
        }

        Settings env(Map<String, String> values) {
            env = values;
            return this;
        }

        Settings proxyEnv(Map<String, String> values) {
            proxyEnv = values;
            return this;
        }

        PythonFunction load() throws InitException {
            return new PythonFunction(this);
        }
    }

    /** One invocation that was started. */
    static final class Call implements RunListener {
        final String id;
        final CompletableFuture<Boolean> started = new CompletableFuture<>();
        private final CompletableFuture<RunOutcome> outcome = new CompletableFuture<>();

        private Call(String id) {
            this.id = id;
        }

        @Override
        public void started() {
            started.complete(true);
        }

        @Override
        public void ended(RunOutcome end) {
            if (!outcome.complete(end)) {
                throw new AssertionError("ended twice: " + id);
            }
        }

        boolean isDone() {
            return outcome.isDone();
        }

        RunOutcome outcome() {
            return await(outcome);
        }

        void awaitStarted() {
            await(started);
        }

        JsonNode output() {
            return switch (outcome()) {
                case RunOutcome.Returned returned -> whole(returned);
                case RunOutcome.Failed failed -> throw new AssertionError(id + " failed: " + failed);
            };
        }

        /** Large values of an output are parts of it. */
        private static JsonNode whole(RunOutcome.Returned returned) {
            Map<String, JsonNode> parts = new HashMap<>();
            returned.parts().forEach((place, part) -> parts.put(place, MAPPER.readTree(part.bytes())));
            return Places.put(returned.output(), parts);
        }

        RunOutcome.Failed failure() {
            return switch (outcome()) {
                case RunOutcome.Failed failed -> failed;
                case RunOutcome.Returned returned -> throw new AssertionError(id + " returned " + returned);
            };
        }

        String logs() {
            return outcome().logs();
        }
    }

    Call start(String id, String input) {
        return start(id, input, InvocationContext.DIRECT);
    }

    Call start(String id, String input, InvocationContext context) {
        Call call = new Call(id);
        runtime.start(new RunRequest(id, MAPPER.readTree(input), context, FAR), call);
        return call;
    }

    List<Call> burst(int count, String input) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(start("inv-" + i, input));
        }
        return calls;
    }

    void stop(Call call, StopReason reason) {
        runtime.stop(call.id, reason);
    }

    SharedCount shared() {
        return runtime.shared();
    }

    /** Waits for a file that the function makes. */
    void awaitFile(String name) {
        while (!Files.exists(dir.resolve(name))) {
            Thread.onSpinWait();
        }
    }

    void shutDown() {
        runtime.close();
    }

    @Override
    public void close() {
        shutDown();
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
