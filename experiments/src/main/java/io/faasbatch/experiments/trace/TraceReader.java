package io.faasbatch.experiments.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a trace in any of the forms of {@link TraceFormat}, or the counts of {@link AzureDay}, told by its header. */
public final class TraceReader {

    private TraceReader() {}

    /** All of it. */
    public static Trace read(Path file) throws IOException {
        return read(file, Optional.empty(), Selection.ALL);
    }

    /**
     * @param durations the durations that belong to a file of counts; where the dataset itself has them when empty
     * @throws MalformedTraceException when it is not a trace; says where
     */
    public static Trace read(Path file, Optional<Path> durations, Selection selection) throws IOException {
        try (Csv csv = Csv.open(file)) {
            if (AzureDay.isOne(csv.columns())) {
                return AzureDay.read(csv, durations.orElseGet(() -> AzureDay.durationsOf(file)), selection);
            }
            if (durations.isPresent()) {
                throw new MalformedTraceException(file, 1, 1, "has durations already, so no other file of them counts");
            }
            TraceFormat format = TraceFormat.of(csv.columns().keySet())
                    .orElseThrow(() -> new MalformedTraceException(
                            file,
                            1,
                            1,
                            "the header must have the columns of one of: " + TraceFormat.known() + "; "
                                    + AzureDay.COUNTS));
            SelectedArrivals arrivals = new SelectedArrivals(file, selection);
            for (Optional<Row> row = csv.next(); row.isPresent(); row = csv.next()) {
                arrivals.take(row.get().line(), format.read(row.get()));
            }
            return arrivals.trace();
        }
    }
}
