package io.faasbatch.engine.wfcommons;

import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Template;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The files a task reads, by name, as the steps before it wrote them.
 *
 * @param writers the step that writes each file
 */
record Files(Map<String, String> writers) implements Template {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    Files {
        writers = Collections.unmodifiableMap(new LinkedHashMap<>(writers));
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        ObjectNode files = JSON.objectNode();
        writers.forEach((file, step) -> files.set(file, written(scope, file, step)));
        return files;
    }

    private static JsonNode written(Scope scope, String file, String step) {
        return scope.steps().of(step).map(outcome -> outcome.output().get(file)).orElse(NullNode.getInstance());
    }
}
