package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.results.InvocationRow;
import java.util.List;

/** A latency of an invocation, in milliseconds. */
public enum Latency {
    END_TO_END("endToEnd", "end to end"),
    SCHEDULING("scheduling", "scheduling"),
    COLD_START("coldStart", "cold start"),
    QUEUEING("queueing", "queueing"),
    EXECUTION("execution", "execution"),
    /** What the artifact of the paper calls the time of scheduling. */
    UNTIL_SENT("schedulingAndColdStart", "scheduling and cold start");

    /** The four the worker measures, in the order in which they follow each other. */
    public static final List<Latency> PARTS = List.of(SCHEDULING, COLD_START, QUEUEING, EXECUTION);

    private final String id;
    private final String title;

    Latency(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Its name in files. */
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    double of(InvocationRow row) {
        return switch (this) {
            case END_TO_END -> row.endToEnd();
            case SCHEDULING -> row.scheduling();
            case COLD_START -> row.coldStart();
            case QUEUEING -> row.queueing();
            case EXECUTION -> row.execution();
            case UNTIL_SENT -> row.scheduling() + row.coldStart();
        };
    }
}
