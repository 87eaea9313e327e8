package io.faasbatch.engine.function;

import io.faasbatch.engine.definition.Fields;
import io.faasbatch.protocol.InitRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code handler} and looks whether the code it names is in the package. */
final class HandlerCheck {

    private static final Pattern PYTHON = Pattern.compile("([A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*):[A-Za-z_]\\w*");
    private static final Pattern NODE = Pattern.compile("([\\w-]+(?:[./][\\w-]+)*):([A-Za-z_$][\\w$]*)");
    private static final List<String> NODE_FILES = List.of("", ".js", ".cjs", ".mjs", "/index.js", "/index.mjs");
    private static final Pattern JAVA = Pattern.compile("[A-Za-z_$][\\w$]*(?:\\.[A-Za-z_$][\\w$]*)*");

    private final Fields fields;
    private final PackageFiles files;

    HandlerCheck(Fields fields, PackageFiles files) {
        this.fields = fields;
        this.files = files;
    }

    /** The handler, or nothing when it has a fault or an own image does without. */
    String read(String runtime) {
        if (!runtime.equals(InitRequest.OWN_IMAGE)) {
            fields.required("handler");
        }
        Optional<String> handler = fields.text("handler");
        handler.ifPresent(text -> {
            switch (runtime) {
                case "python3" -> python(text);
                case "java" -> java(text);
                case "nodejs" -> node(text);
                default -> {
                    // an image knows its own handlers
                }
            }
        });
        return handler.orElse("");
    }

    private void python(String handler) {
        var matcher = PYTHON.matcher(handler);
        if (!matcher.matches()) {
            fields.fault("handler", "must be module:function, such as main:handle");
            return;
        }
        String module = matcher.group(1).replace('.', '/');
        if (!files.has(module + ".py") && !files.has(module + "/__init__.py")) {
            fields.fault("handler", "the archive has neither " + module + ".py nor " + module + "/__init__.py");
        }
    }

    private void node(String handler) {
        var matcher = NODE.matcher(handler);
        if (!matcher.matches()) {
            fields.fault("handler", "must be module:function, such as main:handle");
            return;
        }
        String module = matcher.group(1);
        if (NODE_FILES.stream().noneMatch(ending -> files.has(module + ending))) {
            fields.fault("handler", "the archive has no " + module + ".js, .cjs or .mjs");
        }
    }

    private void java(String handler) {
        if (!JAVA.matcher(handler).matches()) {
            fields.fault("handler", "must be the name of a class, such as com.example.Count");
            return;
        }
        String file = handler.replace('.', '/') + ".class";
        if (!files.has(file) && !files.has("classes/" + file) && !files.hasInJar(file)) {
            fields.fault("handler", "the archive has no " + file + ", neither at its root nor in a jar");
        }
    }
}
