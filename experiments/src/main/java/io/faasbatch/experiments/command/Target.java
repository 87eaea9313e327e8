package io.faasbatch.experiments.command;

import io.faasbatch.experiments.api.Gateway;
import java.net.URI;
import java.util.Set;

/**
 * The running system that is measured.
 *
 * @param key from the environment variable {@code FAASBATCH_API_KEY}, since a command line can be read by everybody
 * @param workerPid the process of its worker, on this machine
 */
public record Target(URI uri, String key, long workerPid) {

    public static final Set<String> OPTIONS = Set.of("--url", "--worker-pid");

    private static final String KEY_VARIABLE = "FAASBATCH_API_KEY";

    public static Target of(Arguments arguments) throws UsageException {
        String key = System.getenv().getOrDefault(KEY_VARIABLE, "");
        if (key.isEmpty()) {
            throw new UsageException(KEY_VARIABLE + " must hold the key of the system under measurement");
        }
        return new Target(
                arguments.uri("--url"),
                key,
                arguments.number(
                        "--worker-pid",
                        1,
                        Integer.MAX_VALUE,
                        ProcessHandle.current().pid()));
    }

    public Gateway connect() {
        return new Gateway(uri, key);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return uri + ", worker " + workerPid;
    }
}
