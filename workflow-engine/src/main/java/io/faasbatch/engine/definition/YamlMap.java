package io.faasbatch.engine.definition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map with text as keys, in the order of the document.
 *
 * @param keyPlaces where each key stands
 */
public record YamlMap(String path, Place place, long size, Map<String, YamlValue> values, Map<String, Place> keyPlaces)
        implements YamlValue {

    public YamlMap {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        keyPlaces = Map.copyOf(keyPlaces);
    }

    @Override
    public String what() {
        return "a map";
    }

    /** Where {@code key} stands, or the map itself when it has no such key. */
    public Place keyPlace(String key) {
        return keyPlaces.getOrDefault(key, place);
    }

    /** The path of what stands under {@code key}, whether or not it is there. */
    public String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
