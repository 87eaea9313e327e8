package io.faasbatch.engine.docker;

import io.faasbatch.engine.container.Shape;
import io.faasbatch.grouping.ContainerId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What every container is labelled with. */
final class Labels {

    static final String WORKER = "faasbatch.worker";
    /** Names one run of a worker: containers of another run are left over. */
    static final String INSTANCE = "faasbatch.instance";

    static final String CONTAINER = "faasbatch.container";
    static final String RUNTIME = "faasbatch.runtime";
    static final String MEMORY = "faasbatch.memory";
    static final String CPUS = "faasbatch.cpus";
    /** Of a function with an image of its own. */
    static final String IMAGE = "faasbatch.image";
    /** What else a container was made with: one of another making is not used again. */
    static final String MAKING = "faasbatch.making";

    /** On the network. */
    static final String NETWORK = "faasbatch.network";

    private Labels() {}

    static Map<String, String> of(String worker, String instance, ContainerId id, Shape shape, String making) {
        Map<String, String> labels = new HashMap<>(Map.of(
                WORKER, worker,
                INSTANCE, instance,
                CONTAINER, id.value(),
                RUNTIME, shape.runtime(),
                MEMORY, Long.toString(shape.memoryBytes()),
                CPUS, Double.toString(shape.cpus()),
                MAKING, making));
        shape.image().ifPresent(image -> labels.put(IMAGE, image));
        return labels;
    }

    /** The shape that the labels of a container tell; empty when they are not as {@link #of} writes them. */
    static Optional<Shape> shape(Map<String, String> labels) {
        String runtime = labels.get(RUNTIME);
        String memory = labels.get(MEMORY);
        String cpus = labels.get(CPUS);
        if (runtime == null || memory == null || cpus == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Shape(
                    runtime, Optional.ofNullable(labels.get(IMAGE)), Long.parseLong(memory), Double.parseDouble(cpus)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
