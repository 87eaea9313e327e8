package io.faasbatch.engine.imports;

import io.faasbatch.engine.function.FunctionName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The names of functions that imported steps run. For one definition and one thread. */
public final class Functions {

    private final ImportOptions options;
    private final Predicate<FunctionName> exists;
    private final Map<FunctionName, Boolean> asked = new HashMap<>();

    /** @param exists asked once per function */
    public Functions(ImportOptions options, Predicate<FunctionName> exists) {
        this.options = options;
        this.exists = exists;
    }

    /** The stand-in, or else the function of this name: in lower case, with hyphens for underscores. Empty when no function can have it. */
    public Optional<FunctionName> named(String imported) {
        String name = options.prefix() + imported.toLowerCase(Locale.ROOT).replace('_', '-');
        return options.standIn()
                .or(() -> FunctionName.isValid(name) ? Optional.of(new FunctionName(name)) : Optional.empty());
    }

    public boolean exists(FunctionName function) {
        return asked.computeIfAbsent(function, exists::test);
    }
}
