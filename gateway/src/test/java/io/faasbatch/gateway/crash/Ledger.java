package io.faasbatch.gateway.crash;

import io.faasbatch.engine.invocation.Invoker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts how often each invocation was begun, by all workers together: a line per beginning in one file, written before the function can run. What was
 * written outlives the kill of its writer, since it is in the kernel's hands.
 */
record Ledger(Path file) {

    /** Writes down what goes through. */
    Invoker watching(Invoker invoker) {
        return request -> {
            write(request.id().value());
            return invoker.invoke(request);
        };
    }

    private void write(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By id of the invocation. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        try {
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(id -> counts.merge(id, 1, Integer::sum));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return counts;
    }
}
