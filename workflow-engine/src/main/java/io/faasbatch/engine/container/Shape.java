package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import java.util.Optional;

/**
 * What a container is before it has a function: containers of one shape can serve any function of it.
 *
 * @param image a custom image, which is nobody else's
 * @param memoryBytes most memory
 * @param cpus cores
 */
public record Shape(String runtime, Optional<String> image, long memoryBytes, double cpus) {

    /** What {@code function.yaml} gives a function that says nothing. */
    private static final long DEFAULT_MEMORY = 256L << 20;

    private static final double DEFAULT_CPUS = 1.0;

    static Shape of(FunctionDefinition function) {
        return new Shape(function.runtime(), function.image(), function.memoryBytes(), function.cpus());
    }

    /** The shape of a function of {@code runtime} that says nothing of its size. */
    static Shape usual(String runtime) {
        return new Shape(runtime, Optional.empty(), DEFAULT_MEMORY, DEFAULT_CPUS);
    }
}
