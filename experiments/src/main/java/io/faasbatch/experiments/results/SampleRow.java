package io.faasbatch.experiments.results;

import java.util.List;

/**
 * What a look at the running system saw: a line of {@code samples.csv}. What is not known is not a number.
 *
 * @param at milliseconds after the start of the load
 * @param containers that are alive
 * @param containersCreated since the start of the run
 * @param containerCpu cores that all containers use together
 * @param queueLength invocations that wait for a container
 * @param inFlight invocations that are sent and not answered
 */
public record SampleRow(
        double at,
        double containers,
        double containersCreated,
        double containerCpu,
        double containerRss,
        double containerPss,
        double workerCpu,
        double workerRss,
        double queueLength,
        double inFlight,
        double meanBatchSize,
        double netReceive,
        double diskWrite) {

    static final CsvLayout<SampleRow> LAYOUT = new CsvLayout<>(
            List.of(
                    "at_ms",
                    "containers",
                    "containers_created",
                    "container_cpu_cores",
                    "container_rss_bytes",
                    "container_pss_bytes",
                    "worker_cpu_cores",
                    "worker_rss_bytes",
                    "queue_length",
                    "in_flight",
                    "mean_batch_size",
                    "net_receive_bytes_per_s",
                    "disk_write_bytes_per_s"),
            SampleRow::fields,
            SampleRow::of);

    private List<String> fields() {
        return List.of(
                CsvLayout.decimal(at),
                CsvLayout.decimal(containers),
                CsvLayout.decimal(containersCreated),
                CsvLayout.decimal(containerCpu),
                CsvLayout.decimal(containerRss),
                CsvLayout.decimal(containerPss),
                CsvLayout.decimal(workerCpu),
                CsvLayout.decimal(workerRss),
                CsvLayout.decimal(queueLength),
                CsvLayout.decimal(inFlight),
                CsvLayout.decimal(meanBatchSize),
                CsvLayout.decimal(netReceive),
                CsvLayout.decimal(diskWrite));
    }

    private static SampleRow of(CsvRow row) throws MalformedResultException {
        return new SampleRow(
                row.decimal("at_ms"),
                row.decimal("containers"),
                row.decimal("containers_created"),
                row.decimal("container_cpu_cores"),
                row.decimal("container_rss_bytes"),
                row.decimal("container_pss_bytes"),
                row.decimal("worker_cpu_cores"),
                row.decimal("worker_rss_bytes"),
                row.decimal("queue_length"),
                row.decimal("in_flight"),
                row.decimal("mean_batch_size"),
                row.decimal("net_receive_bytes_per_s"),
                row.decimal("disk_write_bytes_per_s"));
    }
}
