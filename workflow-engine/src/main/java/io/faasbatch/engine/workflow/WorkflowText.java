package io.faasbatch.engine.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.definition.ContentDigest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an author deploys, unchanged.
 *
 * @param definition YAML or JSON, in the native language or in one that is imported
 * @param functionInfo FaaSFlow's second file, when there is one
 * @param options how an imported definition is to be read, such as {@code runtimeScale}; empty for the native language
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkflowText(String definition, @Nullable String functionInfo, Map<String, String> options) {

    public WorkflowText {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    public static WorkflowText of(String definition) {
        return new WorkflowText(definition, null, Map.of());
    }

    /** SHA-256 of all of it, in hex; of a definition alone, that of its text. */
    public String version() {
        if (functionInfo == null && options.isEmpty()) {
            return ContentDigest.of(definition);
        }
        var digest = new ContentDigest();
        add(digest, definition);
        add(digest, functionInfo == null ? "" : functionInfo);
        options.forEach((name, value) -> {
            add(digest, name);
            add(digest, value);
        });
        return digest.hex();
    }

    private static void add(ContentDigest digest, String part) {
        digest.add(part.getBytes(StandardCharsets.UTF_8));
    }
}
