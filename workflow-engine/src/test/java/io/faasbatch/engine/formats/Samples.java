package io.faasbatch.engine.formats;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Template;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/** Workflow files of others, and what a test needs to look at them. */
final class Samples {

    static final JsonMapper JSON = JsonMapper.shared();

    private Samples() {}

    static String text(String file) {
        try (InputStream stream = Samples.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new AssertionError("no resource " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Workflow load(String file, Map<String, String> options) {
        return read(new WorkflowText(text(file), null, options));
    }

    static Workflow read(WorkflowText text) {
        try {
            return new WorkflowFormats().read(new WorkflowName("w"), text, _ -> true, _ -> true);
        } catch (InvalidDefinitionException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static Step step(Workflow workflow, String name) {
        return workflow.graph().steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no step " + name));
    }

    /** A scope with an input and the outputs of some steps, both as JSON with single quotes. */
    static Scope scope(String input, Map<String, String> outputs) {
        return Scope.of(
                json(input),
                step -> Optional.ofNullable(outputs.get(step)).map(text -> new Scope.Outcome(json(text), null)),
                NullNode.getInstance());
    }

    static JsonNode json(String singleQuoted) {
        return JSON.readTree(singleQuoted.replace('\'', '"'));
    }

    /** The value as JSON with single quotes. */
    static @Nullable String evaluated(Template template, Scope scope) {
        return template.evaluate(scope).toString().replace('"', '\'');
    }
}
