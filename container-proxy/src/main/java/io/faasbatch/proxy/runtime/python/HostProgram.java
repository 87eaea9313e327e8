package io.faasbatch.proxy.runtime.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The host's source code, and how the interpreter is called. The code is handed over through stdin, so it needs no place in a
 * file system that may be read-only, and no function can change it.
 */
final class HostProgram {

    /** Environment: the interpreter; by default {@code python3} of the PATH. */
    static final String INTERPRETER = "FAASBATCH_PYTHON";

    private static final String PACKAGE = "faasbatch_host";

    /** What functions import. */
    private static final String USER_MODULE = "faasbatch";

    private static final List<String> MODULES = List.of(
            "child",
            "context",
            "errors",
            "forked",
            "governor",
            "invoking",
            "loading",
            "main",
            "memory",
            "output",
            "processes",
            "reserve",
            "routing",
            "sharing",
            "stopping",
            "threads",
            "values",
            "wire",
            "zygote");

    private HostProgram() {}

    static ProcessBuilder command(Map<String, String> environment) {
        String interpreter = Optional.ofNullable(environment.get(INTERPRETER)).orElse("python3");
        return new ProcessBuilder(interpreter, "-B", "-c", source("boot.py"))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** The first frame: every module by its name. */
    static Frame modules(JsonMapper mapper) {
        ObjectNode sources = mapper.createObjectNode();
        sources.put(PACKAGE, source(PACKAGE + "/__init__.py"));
        sources.put(USER_MODULE, source(USER_MODULE + ".py"));
        MODULES.forEach(module -> sources.put(PACKAGE + "." + module, source(PACKAGE + "/" + module + ".py")));
        return new Frame(sources, Frame.NO_BODY);
    }

    private static String source(String name) {
        try (InputStream in = HostProgram.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The program's resource " + name + " cannot be read", e);
        }
    }
}
