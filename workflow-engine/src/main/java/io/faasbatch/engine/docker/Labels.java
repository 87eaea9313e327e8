package io.faasbatch.engine.docker;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.grouping.ContainerId;
import java.util.Map;

/** What every container is labelled with. */
final class Labels {

    static final String WORKER = "faasbatch.worker";
    /** Names one run of a worker: containers of another run are orphans. */
    static final String INSTANCE = "faasbatch.instance";

    static final String FUNCTION = "faasbatch.function";
    static final String VERSION = "faasbatch.version";
    static final String CONTAINER = "faasbatch.container";
    /** On the network. */
    static final String NETWORK = "faasbatch.network";

    private Labels() {}

    static Map<String, String> of(String worker, String instance, ContainerId id, FunctionDefinition function) {
        return Map.of(
                WORKER, worker,
                INSTANCE, instance,
                FUNCTION, function.name().value(),
                VERSION, function.version(),
                CONTAINER, id.value());
    }
}
