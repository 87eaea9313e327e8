package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.monitor.ContainerSample;
import io.faasbatch.experiments.monitor.SystemSample;
import io.faasbatch.experiments.results.ContainerRow;
import io.faasbatch.experiments.results.SampleRow;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Samples of the monitor as lines of files: what could not be read is not a number. */
final class SampleRows {

    private static final double NANOS_PER_MILLI = 1e6;

    private SampleRows() {}

    static SampleRow of(SystemSample sample) {
        return new SampleRow(
                millis(sample.at()),
                sample.containers(),
                sample.containersCreated(),
                number(sample.containerCores()),
                number(sample.containerRss()),
                number(sample.containerPss()),
                number(sample.workerCores()),
                number(sample.workerRss()),
                number(sample.queueLength()),
                sample.inFlight(),
                number(sample.meanBatchSize()),
                number(sample.netReceivePerSecond()),
                number(sample.diskWritePerSecond()));
    }

    static ContainerRow of(ContainerSample sample) {
        return new ContainerRow(
                millis(sample.at()),
                sample.container(),
                sample.function(),
                number(sample.cores()),
                number(sample.rss()),
                number(sample.pss()));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / NANOS_PER_MILLI;
    }

    private static double number(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private static double number(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : Double.NaN;
    }

    private static double number(OptionalLong value) {
        return value.isPresent() ? (double) value.getAsLong() : Double.NaN;
    }
}
