package io.faasbatch.engine.definition;

import java.util.ArrayList;
import java.util.List;

final class OpenList extends OpenCollection {

    private final List<YamlValue> items = new ArrayList<>();

    OpenList(String path, Place place) {
        super(path, place);
    }

    @Override
    String nextPath() {
        return path + "[" + items.size() + "]";
    }

    @Override
    void add(YamlValue value) {
        count(value);
        items.add(value);
    }

    @Override
    YamlValue build() {
        return new YamlList(path, place, size(), items);
    }
}
