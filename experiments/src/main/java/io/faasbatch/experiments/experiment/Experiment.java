package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.results.ResultFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** One experiment with its parameters. */
public interface Experiment {

    /** What its configurations differ in. */
    List<String> factors();

    /** The values of factors that the others are compared with. */
    Map<String, String> baseline();

    /** All of them. In the first repeat they run in this order, so those whose figures others need stand first. */
    List<Configuration> configurations();

    /** Settings of the system under measurement, as environment variables; for other settings it is started anew. */
    Map<String, String> settings(Configuration configuration);

    /** Warms the system up after its start; what is measured here is not reported. */
    void warmUp(Bench bench) throws IOException, InterruptedException;

    /** Runs one configuration, on a system without containers. */
    Measurement measure(Configuration configuration, Bench bench) throws IOException, InterruptedException;

    /** Makes further files of all that has been measured, if this experiment has any. */
    default void derive(ResultFolder folder) throws IOException {}

    /** Tables for people who watch, if this experiment has any besides those of the report. */
    default void print(ResultFolder folder, PrintStream out) throws IOException {}
}
