package io.faasbatch.engine.definition;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes keys and values in turn. A repeated key is a fault, and its first value stays. */
final class OpenMap extends OpenCollection {

    private final Faults faults;
    private final Map<String, YamlValue> values = new LinkedHashMap<>();
    private final Map<String, Place> keyPlaces = new HashMap<>();
    private @Nullable YamlValue key;

    OpenMap(String path, Place place, Faults faults) {
        super(path, place);
        this.faults = faults;
    }

    @Override
    String nextPath() {
        if (key == null) {
            return path;
        }
        String name = key instanceof YamlScalar scalar ? scalar.text() : "?";
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    void add(YamlValue value) {
        count(value);
        if (key == null) {
            key = value;
            return;
        }
        if (key instanceof YamlScalar scalar) {
            put(scalar, value);
        } else {
            faults.add(path, key.place(), "a key must be text, not " + key.what());
        }
        key = null;
    }

    private void put(YamlScalar name, YamlValue value) {
        if (values.putIfAbsent(name.text(), value) == null) {
            keyPlaces.put(name.text(), name.place());
            return;
        }
        Place first = keyPlaces.getOrDefault(name.text(), place);
        String message = "the key is here a second time; the first is on line " + first.line();
        faults.add(path.isEmpty() ? name.text() : path + "." + name.text(), name.place(), message);
    }

    @Override
    YamlValue build() {
        return new YamlMap(path, place, size(), values, keyPlaces);
    }
}
