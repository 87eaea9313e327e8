package io.faasbatch.engine.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How container proxies are run as processes.
 *
 * @param worker the worker's id
 * @param java the {@code java} program to run them with
 * @param proxyJar the container proxy
 * @param folder where process ids and the processes' files are kept; belongs to this worker alone
 * @param startTimeout how long a process may take to say where it listens
 */
public record ProcessSettings(String worker, Path java, Path proxyJar, Path folder, Duration startTimeout) {

    public ProcessSettings {
        if (!startTimeout.isPositive()) {
            throw new IllegalArgumentException("startTimeout must be above 0: " + startTimeout);
        }
    }
}
