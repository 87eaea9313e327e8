package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * Something a checkpoint can tell: a step reached a status, or failed for the so-manieth time; or the execution began or ended. Unlike the number of a
 * checkpoint it is the same in every run, however the results of parallel steps happen to come in together.
 *
 * @param path of the step; {@value #EXECUTION} for the execution itself
 * @param rank the status, by how far it is; of the execution 1 for running and 2 for ended
 */
record Moment(String path, int rank, int failures) {

    static final String EXECUTION = "execution";

    static Moment of(StepRecord step) {
        return new Moment(step.name(), rank(step.status()), step.failures());
    }

    /** All that a checkpoint tells. */
    static List<Moment> in(Checkpoint change) {
        List<Moment> moments = new ArrayList<>();
        for (StepRecord step : change.steps()) {
            moments.add(of(step));
        }
        moments.add(new Moment(EXECUTION, change.ending().isPresent() ? 2 : 1, 0));
        return moments;
    }

    /** Whether a checkpoint tells this, or something that comes later. */
    boolean isReachedBy(Checkpoint change) {
        return in(change).stream()
                .anyMatch(moment -> moment.path.equals(path) && moment.rank >= rank && moment.failures >= failures);
    }

    private static int rank(StepStatus status) {
        return switch (status) {
            case PENDING -> 0;
            case RUNNING -> 1;
            case SUCCEEDED, SKIPPED, FAILED, CANCELLED -> 2;
        };
    }

    @Override
    public String toString() {
        return path + "." + rank + "." + failures;
    }

    static Moment parse(String text) {
        int failures = text.lastIndexOf('.');
        int rank = text.lastIndexOf('.', failures - 1);
        return new Moment(
                text.substring(0, rank),
                Integer.parseInt(text.substring(rank + 1, failures)),
                Integer.parseInt(text.substring(failures + 1)));
    }
}
