package io.faasbatch.api;

import java.util.List;
import java.util.Objects;

/**
 * Names a shared object by its type and by the arguments it is made from; equal keys give the same object.
 *
 * @param type the class of the shared object
 * @param arguments what distinguishes objects of one type, compared with {@code equals}; may be empty
 */
public record Key<T>(Class<T> type, List<Object> arguments) {

    public Key {
        Objects.requireNonNull(type, "type");
        arguments = List.copyOf(arguments);
    }

    public static <T> Key<T> of(Class<T> type, Object... arguments) {
        return new Key<>(type, List.of(arguments));
    }
}
