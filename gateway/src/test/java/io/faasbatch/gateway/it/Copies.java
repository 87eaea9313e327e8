package io.faasbatch.gateway.it;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a recorded workflow larger: so many copies of it beside each other, with names of their own. */
final class Copies {

    private static final Set<String> NAMES = Set.of("id", "name");
    private static final Set<String> LISTS = Set.of("children", "parents", "inputFiles", "outputFiles");

    private Copies() {}

    static ObjectNode of(ObjectNode recorded, int count) {
        ObjectNode larger = recorded.deepCopy();
        for (String place : new String[] {"/specification/tasks", "/specification/files", "/execution/tasks"}) {
            ArrayNode all = (ArrayNode) larger.get("workflow").at(place);
            JsonNode one = all.deepCopy();
            all.removeAll();
            for (int copy = 0; copy < count; copy++) {
                for (JsonNode entry : one) {
                    all.add(renamed((ObjectNode) entry.deepCopy(), "_c" + copy));
                }
            }
        }
        return larger;
    }

    private static ObjectNode renamed(ObjectNode entry, String suffix) {
        entry.properties().stream().toList().forEach(field -> {
            if (NAMES.contains(field.getKey())) {
                entry.put(field.getKey(), field.getValue().asString() + suffix);
            } else if (LISTS.contains(field.getKey())) {
                ArrayNode names = JsonNodeFactory.instance.arrayNode();
                field.getValue().forEach(name -> names.add(name.asString() + suffix));
                entry.set(field.getKey(), names);
            }
        });
        return entry;
    }
}
