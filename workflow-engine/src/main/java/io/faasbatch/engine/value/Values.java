package io.faasbatch.engine.value;

import io.faasbatch.protocol.ValueReference;
import java.util.HashMap;
import java.util.Map;

/** Where values are that are not in the tree. */
@FunctionalInterface
public interface Values {

    /** Where there are none. */
    Values NONE = reference -> {
        throw new ValueMissingException(reference);
    };

    /**
     * The bytes, which are not to be changed.
     *
     * @throws ValueMissingException when they have expired
     */
    byte[] load(ValueReference reference);

    /** The same, but each value is loaded once. For one thread. */
    default Values remembering() {
        Map<String, byte[]> loaded = new HashMap<>();
        return reference -> loaded.computeIfAbsent(reference.key(), _ -> load(reference));
    }
}
