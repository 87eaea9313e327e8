package io.faasbatch.experiments.load;

/** The parts of an invocation's latency that the worker measures. */
public enum Latency {
    SCHEDULING("scheduling"),
    COLD_START("coldStart"),
    QUEUEING("queueing"),
    EXECUTION("execution");

    private final String field;

    Latency(String field) {
        this.field = field;
    }

    /** Its name in the API. */
    public String field() {
        return field;
    }
}
