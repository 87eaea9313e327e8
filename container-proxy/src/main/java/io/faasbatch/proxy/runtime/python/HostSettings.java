package io.faasbatch.proxy.runtime.python;

import io.faasbatch.protocol.InitRequest;
import io.faasbatch.protocol.Isolation;
import io.faasbatch.proxy.runtime.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the frames that tell a host what to load and what to run. */
final class HostSettings {

    /** Output of one invocation that is kept. */
    static final int OUTPUT_LIMIT_BYTES = 64 * 1024;

    /** How long the import of a function may take, or its own time limit when that is longer. */
    private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);

    private static final double MILLIS_PER_SECOND = 1e3;

    private final InitRequest settings;
    private final Path codeDir;
    private final JsonMapper mapper;

    HostSettings(InitRequest settings, Path codeDir, JsonMapper mapper) {
        this.settings = settings;
        this.codeDir = codeDir.toAbsolutePath();
        this.mapper = mapper;
    }

    Duration loadLimit() {
        Duration own = Duration.ofMillis(settings.timeoutMillis());
        return own.compareTo(LOAD_LIMIT) > 0 ? own : LOAD_LIMIT;
    }

    Frame load() {
        ObjectNode header = mapper.createObjectNode()
                .put("op", "load")
                .put("handler", settings.handler())
                .put("isolation", settings.isolation() == Isolation.THREAD ? "thread" : "process")
                .put("cpus", settings.cpus())
                .put("code", codeDir.toString())
                .put("outputLimit", OUTPUT_LIMIT_BYTES);
        ArrayNode shared = header.putArray("shared");
        settings.shared().forEach(shared::add);
        ObjectNode env = header.putObject("env");
        settings.env().forEach(env::put);
        return new Frame(header, Frame.NO_BODY);
    }

    Frame run(long number, RunRequest request) {
        ObjectNode header = mapper.createObjectNode()
                .put("op", "run")
                .put("run", number)
                .put("id", request.id())
                .put("executionId", request.context().executionId().orElse(null))
                .put("step", request.context().step().orElse(null))
                .put("attempt", request.context().attempt())
                .put("deadline", request.deadline().toEpochMilli() / MILLIS_PER_SECOND);
        return PythonValues.with(header, mapper.writeValueAsBytes(request.input()), request.parts());
    }

    Frame stop(long number) {
        return new Frame(mapper.createObjectNode().put("op", "stop").put("run", number), Frame.NO_BODY);
    }
}
