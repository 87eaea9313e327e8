package io.faasbatch.experiments.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A day of the Azure Functions dataset of 2019: how often each function was invoked in each minute, and, in another file, how long it takes. Made into arrivals
 * with what the dataset leaves open drawn: the moment evenly over the minute (as a Poisson process has it, of which the count is known), the duration from the
 * function's percentiles. Each line has a random sequence of its own, so that its arrivals are the same whatever else is selected; and so has
 * each minute of it, so that the same holds for windows. Used by one thread.
 */
final class AzureDay {

    static final String COUNTS = "HashOwner,HashApp,HashFunction,Trigger,1,2,...";

    private static final System.Logger LOG = System.getLogger(AzureDay.class.getName());
    private static final int MOST_MINUTES = 1440;
    private static final int MOST_A_MINUTE = 10_000_000;
    private static final double NANOS_PER_MINUTE = 60e9;

    private final Csv csv;
    private final Map<String, DurationPercentiles> durations;
    private final Selection selection;
    private final SelectedArrivals arrivals;
    private final int minutes;
    private long unknown;

    private AzureDay(Csv csv, Map<String, DurationPercentiles> durations, Selection selection)
            throws MalformedTraceException {
        this.csv = csv;
        this.durations = durations;
        this.selection = selection;
        this.arrivals = new SelectedArrivals(csv.file(), selection);
        this.minutes = minutes(csv);
    }

    static boolean isOne(Map<String, Integer> columns) {
        return columns.containsKey("HashFunction") && columns.containsKey("Trigger");
    }

    /** The file that the dataset has beside one of counts. */
    static Path durationsOf(Path counts) {
        String name = String.valueOf(counts.getFileName());
        return counts.resolveSibling(name.replace("invocations_per_function_md", "function_durations_percentiles"));
    }

    static Trace read(Csv counts, Path durations, Selection selection) throws IOException {
        if (durations.equals(counts.file())) {
            throw new MalformedTraceException(
                    counts.file(), 1, 1, "has counts only; name the file with the percentiles of the durations, too");
        }
        return new AzureDay(counts, DurationPercentiles.read(durations), selection).read();
    }

    private Trace read() throws IOException {
        for (Optional<Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            readFunction(row.get());
        }
        if (unknown > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} invocations of {1} are left out: there are no durations of their functions",
                    unknown,
                    csv.file());
        }
        return arrivals.trace();
    }

    private void readFunction(Row row) throws MalformedTraceException {
        if (!selection.hasNames(row.text("HashApp"), row.text("HashFunction"))) {
            return;
        }
        Optional<DurationPercentiles> known = Optional.ofNullable(durations.get(DurationPercentiles.key(row)));
        SplittableRandom minuteSeeds = new SplittableRandom(seedOf(row));
        for (int minute = 0; minute < minutes; minute++) {
            int count = row.count(Integer.toString(minute + 1), MOST_A_MINUTE);
            SplittableRandom random = minuteSeeds.split();
            if (!touches(minute)) {
                continue;
            }
            if (known.isPresent()) {
                arrive(row, minute, count, known.get(), random);
            } else {
                unknown += count;
            }
        }
    }

    private void arrive(Row row, int minute, int count, DurationPercentiles lengths, SplittableRandom random)
            throws MalformedTraceException {
        String app = row.text("HashApp");
        String function = row.text("HashFunction");
        for (int i = 0; i < count; i++) {
            Duration offset = Duration.ofNanos((long) ((minute + random.nextDouble()) * NANOS_PER_MINUTE));
            Duration duration = lengths.at(random.nextDouble());
            Arrival arrival =
                    new Arrival(offset, ShortName.of(app, function), FibonacciInputs.forDuration(duration), duration);
            arrivals.take(row.line(), new Recorded(app, function, arrival));
        }
    }

    private boolean touches(int minute) {
        return selection.from().compareTo(Duration.ofMinutes(minute + 1L)) < 0
                && selection.until().compareTo(Duration.ofMinutes(minute)) > 0;
    }

    /** The same function may be there once for each of its triggers. */
    private long seedOf(Row row) throws MalformedTraceException {
        return selection.seed() * 31 + Objects.hash(DurationPercentiles.key(row), row.text("Trigger"));
    }

    private static int minutes(Csv csv) throws MalformedTraceException {
        int minutes = 0;
        while (csv.columns().containsKey(Integer.toString(minutes + 1))) {
            minutes++;
        }
        if (minutes == 0 || minutes > MOST_MINUTES) {
            throw new MalformedTraceException(
                    csv.file(), 1, 1, "must have a column for each minute, 1 to " + MOST_MINUTES + " of them");
        }
        return minutes;
    }
}
