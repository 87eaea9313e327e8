package io.faasbatch.proxy.runtime.python;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InitRequest;
import io.faasbatch.proxy.runtime.Breakdown;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.RuntimeLoader;
import io.faasbatch.proxy.runtime.Services;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads functions written in Python. In a container that is known to be for Python (environment {@code
 * FAASBATCH_RUNTIME=python3}) the interpreter starts together with this object, so it is ready when the function arrives.
 */
public final class PythonLoader implements RuntimeLoader {

    private static final String NAME = "python3";
    private static final String RUNTIME = "FAASBATCH_RUNTIME";

    private final JsonMapper mapper;
    private final Map<String, String> environment;
    private final Breakdown breakdown;
    private final AtomicReference<@Nullable HostProcess> prepared = new AtomicReference<>();

    public PythonLoader(JsonMapper mapper, Breakdown breakdown) {
        this(mapper, System.getenv(), breakdown);
    }

    PythonLoader(JsonMapper mapper, Map<String, String> environment, Breakdown breakdown) {
        this.mapper = mapper;
        this.environment = environment;
        this.breakdown = breakdown;
        renew();
    }

    @Override
    public boolean leavesNothing() {
        return true;
    }

    @Override
    public void renew() {
        if (NAME.equals(environment.get(RUNTIME))) {
            prepared.set(start());
        }
    }

    @Override
    public String runtime() {
        return NAME;
    }

    @Override
    public FunctionRuntime load(InitRequest settings, Path codeDir, Services services) throws InitException {
        HostSettings host = new HostSettings(settings, codeDir, mapper);
        PythonRuntime runtime =
                new PythonRuntime(host, new HostCalls(services, mapper), mapper, this::start, breakdown);
        runtime.load(interpreter(), host.loadLimit());
        return runtime;
    }

    private HostProcess interpreter() throws InitException {
        try {
            HostProcess ready = prepared.getAndSet(null);
            return ready == null ? start() : ready;
        } catch (UncheckedIOException e) {
            throw new InitException(new ErrorDetail("InterpreterMissing", String.valueOf(e.getMessage()), null));
        }
    }

    private HostProcess start() {
        return HostProcess.start(mapper, environment);
    }
}
