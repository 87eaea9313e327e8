package io.faasbatch.experiments.trace;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The forms of traces that are read, each known by the columns it must have. */
enum TraceFormat {

    /** The load of the FaaSBatch paper: which input stood for each invocation, and how long it took alone. */
    ARTIFACT("arrival_ms,app,function,input_n") {
        @Override
        Recorded read(Row row) throws MalformedTraceException {
            int input = row.input("input_n");
            Duration duration = row.has("artifact_solo_exec_ms")
                    ? row.millis("artifact_solo_exec_ms")
                    : FibonacciInputs.cost(input);
            String function = row.text("function");
            return new Recorded(
                    row.text("app"), function, new Arrival(row.millis("arrival_ms"), function, input, duration));
        }
    },

    /** Arrival and duration of each invocation, such as is made from the Azure Functions dataset of 2019 for other load generators. */
    DURATIONS("arrival_ms,function,duration_ms") {
        @Override
        Recorded read(Row row) throws MalformedTraceException {
            return Recorded.withoutApp(
                    ofDuration(row.millis("arrival_ms"), row.text("function"), row.millis("duration_ms")));
        }
    },

    /** The raw Azure Functions trace of 2021: end and duration, in seconds; a function's name counts within its app only. */
    AZURE_2021("app,func,end_timestamp,duration") {
        @Override
        Recorded read(Row row) throws MalformedTraceException {
            Duration duration = row.seconds("duration");
            Duration start = row.seconds("end_timestamp").minus(duration);
            String app = row.text("app");
            String function = row.text("func");
            return new Recorded(
                    app,
                    function,
                    ofDuration(start.isNegative() ? Duration.ZERO : start, ShortName.of(app, function), duration));
        }
    },

    /** The least that can be said; what is generated has this form. */
    PLAIN("offset_ms,function,input") {
        @Override
        Recorded read(Row row) throws MalformedTraceException {
            return plain(row, "input");
        }
    },

    /** The same, with the artifact's name of an input. */
    PLAIN_N("offset_ms,function,input_n") {
        @Override
        Recorded read(Row row) throws MalformedTraceException {
            return plain(row, "input_n");
        }
    };

    private final String columns;

    TraceFormat(String columns) {
        this.columns = columns;
    }

    /** @throws MalformedTraceException when a field is missing or is not what it must be */
    abstract Recorded read(Row row) throws MalformedTraceException;

    static Optional<TraceFormat> of(Set<String> header) {
        return Arrays.stream(values())
                .filter(format -> header.containsAll(List.of(format.columns.split(","))))
                .findFirst();
    }

    /** What a header may be, for a person. */
    static String known() {
        return String.join(
                "; ", Arrays.stream(values()).map(format -> format.columns).toList());
    }

    private static Arrival ofDuration(Duration offset, String function, Duration duration) {
        return new Arrival(offset, function, FibonacciInputs.forDuration(duration), duration);
    }

    private static Recorded plain(Row row, String inputColumn) throws MalformedTraceException {
        int input = row.input(inputColumn);
        return Recorded.withoutApp(
                new Arrival(row.millis("offset_ms"), row.text("function"), input, FibonacciInputs.cost(input)));
    }
}
