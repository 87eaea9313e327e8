package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.YamlMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A graph while it is read: the steps its text names, and the edges that steps draw to each other. For one thread. */
final class OpenGraph {

    private final YamlMap source;
    private final Optional<OpenStep> around;
    private final StepRole role;
    private final Map<String, Set<String>> chosenBy = new HashMap<>();

    /**
     * @param source the steps by name
     * @param around the step that this graph is nested in
     * @param role of each of the steps
     */
    OpenGraph(YamlMap source, Optional<OpenStep> around, StepRole role) {
        this.source = source;
        this.around = around;
        this.role = role;
    }

    YamlMap source() {
        return source;
    }

    Optional<OpenStep> around() {
        return around;
    }

    StepRole role() {
        return role;
    }

    Set<String> names() {
        return source.values().keySet();
    }

    boolean has(String step) {
        return source.values().containsKey(step);
    }

    boolean catches(String step) {
        return source.values().get(step) instanceof YamlMap map && map.values().containsKey("catch");
    }

    /** How many graphs are around this one. */
    int depth() {
        return around.map(step -> step.graph().depth() + 1).orElse(0);
    }

    /** A switch may choose the step, or the step handles an error. */
    void choose(String step, String by) {
        chosenBy.computeIfAbsent(step, _ -> new LinkedHashSet<>()).add(by);
    }

    Set<String> chosenBy(String step) {
        return chosenBy.getOrDefault(step, Set.of());
    }
}
