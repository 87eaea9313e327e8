package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.api.Gateway;
import java.io.IOException;
import java.util.Map;

/** The system under measurement, as far as a run needs it to be in a known state. */
public interface MeasuredSystem {

    /**
     * Has it run with these settings, given as environment variables.
     *
     * @return whether it was started for that
     */
    boolean have(Map<String, String> settings) throws IOException, InterruptedException;

    /** Removes all containers, and waits until those of the warm pool are there that its settings ask for. */
    void clear() throws IOException, InterruptedException;

    Gateway gateway();

    /** The process of its worker. */
    long workerPid();
}
