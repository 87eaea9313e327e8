package io.faasbatch.engine.definition;

import java.util.List;

/** A list, in the order of the document. */
public record YamlList(String path, Place place, long size, List<YamlValue> items) implements YamlValue {

    public YamlList {
        items = List.copyOf(items);
    }

    @Override
    public String what() {
        return "a list";
    }
}
