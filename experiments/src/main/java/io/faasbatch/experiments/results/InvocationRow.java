package io.faasbatch.experiments.results;

import java.util.List;

/**
 * One call of a run: a line of {@code invocations.csv}. Milliseconds; a latency that nobody knows is not a number, a text that nobody knows is empty.
 *
 * @param index its place in the load, from 0
 * @param planned when it was to be sent, after the start of the load
 * @param lateness how much later it was sent
 * @param endToEnd from when it was to be sent until its answer was there
 * @param answer the output as compact JSON
 */
public record InvocationRow(
        int index,
        String function,
        String input,
        double planned,
        double lateness,
        double endToEnd,
        Outcome outcome,
        String id,
        double scheduling,
        double coldStart,
        double queueing,
        double execution,
        String container,
        boolean cold,
        String batch,
        int batchSize,
        String answer) {

    /** What became of a call. */
    public enum Outcome {
        /** Answered with the output it must have. */
        RIGHT,
        /** Answered with another output. */
        WRONG,
        /** Answered with an error. */
        FAILED,
        /** Never answered. */
        LOST
    }

    static final CsvLayout<InvocationRow> LAYOUT = new CsvLayout<>(
            List.of(
                    "index",
                    "function",
                    "input",
                    "planned_ms",
                    "lateness_ms",
                    "end_to_end_ms",
                    "outcome",
                    "id",
                    "scheduling_ms",
                    "cold_start_ms",
                    "queueing_ms",
                    "execution_ms",
                    "container",
                    "cold",
                    "batch",
                    "batch_size",
                    "answer"),
            InvocationRow::fields,
            InvocationRow::of);

    private List<String> fields() {
        return List.of(
                Integer.toString(index),
                function,
                input,
                CsvLayout.decimal(planned),
                CsvLayout.decimal(lateness),
                CsvLayout.decimal(endToEnd),
                outcome.name(),
                id,
                CsvLayout.decimal(scheduling),
                CsvLayout.decimal(coldStart),
                CsvLayout.decimal(queueing),
                CsvLayout.decimal(execution),
                container,
                Boolean.toString(cold),
                batch,
                Integer.toString(batchSize),
                answer);
    }

    private static InvocationRow of(CsvRow row) throws MalformedResultException {
        return new InvocationRow(
                row.whole("index"),
                row.text("function"),
                row.text("input"),
                row.decimal("planned_ms"),
                row.decimal("lateness_ms"),
                row.decimal("end_to_end_ms"),
                row.choice("outcome", Outcome.class),
                row.text("id"),
                row.decimal("scheduling_ms"),
                row.decimal("cold_start_ms"),
                row.decimal("queueing_ms"),
                row.decimal("execution_ms"),
                row.text("container"),
                row.yes("cold"),
                row.text("batch"),
                row.whole("batch_size"),
                row.text("answer"));
    }
}
