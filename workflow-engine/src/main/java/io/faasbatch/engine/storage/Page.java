package io.faasbatch.engine.storage;

import java.util.List;
import java.util.Optional;

/** Part of a list. {@code next} is what to ask with for the following part; empty at the end. */
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }
}
