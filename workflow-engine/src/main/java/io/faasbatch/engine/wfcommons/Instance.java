package io.faasbatch.engine.wfcommons;

import io.faasbatch.engine.definition.YamlMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recorded workflow.
 *
 * @param tasks by their ids, in the order of the text
 * @param sizes of the files, in bytes
 */
record Instance(Map<String, Task> tasks, Map<String, Long> sizes) {

    Instance {
        tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
        sizes = Map.copyOf(sizes);
    }

    /** A file whose size was not recorded is empty. */
    long bytesOf(String file) {
        return sizes.getOrDefault(file, 0L);
    }

    /**
     * A task.
     *
     * @param step the name of its step
     * @param runtime in seconds
     * @param memory in bytes
     */
    record Task(
            String id,
            String step,
            YamlMap at,
            List<String> parents,
            List<String> children,
            List<String> inputs,
            List<String> outputs,
            double runtime,
            Optional<Long> memory) {

        Task {
            parents = List.copyOf(parents);
            children = List.copyOf(children);
            inputs = List.copyOf(inputs);
            outputs = List.copyOf(outputs);
        }
    }
}
