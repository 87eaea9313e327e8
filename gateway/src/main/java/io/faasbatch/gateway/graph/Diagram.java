package io.faasbatch.gateway.graph;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A graph as it is shown; its JSON is the REST API's. */
public record Diagram(List<Vertex> steps, List<Link> edges) {

    public Diagram {
        steps = List.copyOf(steps);
        edges = List.copyOf(edges);
    }

    /**
     * A step.
     *
     * @param path names it in the whole workflow
     * @param function what it invokes
     * @param workflow what it runs
     * @param error the type of error it fails with
     * @param maxParallel most elements of its foreach at a time; absent for all
     * @param conditional whether it has a {@code when}
     * @param onFailure whether it runs only when the execution fails
     * @param state of an execution's step, such as {@code RUNNING}; absent for a definition
     * @param graph nested in it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Vertex(
            String name,
            String path,
            Kind kind,
            @Nullable String function,
            @Nullable String workflow,
            @Nullable String error,
            boolean foreach,
            @Nullable Integer maxParallel,
            boolean conditional,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean onFailure,
            @Nullable String state,
            @Nullable Diagram graph) {}

    /** An edge between two steps of the same graph, by name. */
    public record Link(
            @JsonProperty("from") String from,
            @JsonProperty("to") String to,
            Way kind) {}

    /** Why one step comes after another. */
    public enum Way {
        /** It uses the other's output. */
        DATA,
        AFTER,
        /** A switch can choose it. */
        SWITCH,
        /** It handles the other's error. */
        CATCH;

        /** As JSON has it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
