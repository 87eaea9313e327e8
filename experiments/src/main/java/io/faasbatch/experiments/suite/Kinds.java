package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.experiment.MalformedExperimentException;
import io.faasbatch.experiments.experiment.Parameters;
import java.util.List;

/** The kinds of functions an experiment runs: {@code cpu} computes, {@code io} makes clients. */
final class Kinds {

    static final String CPU = "cpu";
    static final String IO = "io";

    private static final String PARAMETER = "kinds";

    private Kinds() {}

    static List<String> of(Parameters parameters) throws MalformedExperimentException {
        List<String> kinds = parameters.texts(PARAMETER);
        for (String kind : kinds) {
            if (!List.of(CPU, IO).contains(kind)) {
                throw parameters.refused(PARAMETER, "must be of cpu and io, not " + kind);
            }
        }
        return kinds;
    }
}
