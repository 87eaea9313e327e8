package io.faasbatch.engine.definition;

import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;

/** A map or list whose end has not been read yet. */
abstract sealed class OpenCollection permits OpenMap, OpenList {

    final String path;
    final Place place;
    Optional<Anchor> anchor = Optional.empty();
    private long size = 1;

    OpenCollection(String path, Place place) {
        this.path = path;
        this.place = place;
    }

    final long size() {
        return size;
    }

    final void count(YamlValue value) {
        size += value.size();
    }

    /** The path of what is added next. */
    abstract String nextPath();

    abstract void add(YamlValue value);

    abstract YamlValue build();
}
