package io.faasbatch.experiments.results;

import java.util.List;

/**
 * What a look at one container saw: a line of {@code containers.csv}. What is not known is not a number.
 *
 * @param at milliseconds after the start of the load
 * @param function empty while it has none
 */
public record ContainerRow(double at, String container, String function, double cpu, double rss, double pss) {

    static final CsvLayout<ContainerRow> LAYOUT = new CsvLayout<>(
            List.of("at_ms", "container", "function", "cpu_cores", "rss_bytes", "pss_bytes"),
            ContainerRow::fields,
            ContainerRow::of);

    private List<String> fields() {
        return List.of(
                CsvLayout.decimal(at),
                container,
                function,
                CsvLayout.decimal(cpu),
                CsvLayout.decimal(rss),
                CsvLayout.decimal(pss));
    }

    private static ContainerRow of(CsvRow row) throws MalformedResultException {
        return new ContainerRow(
                row.decimal("at_ms"),
                row.text("container"),
                row.text("function"),
                row.decimal("cpu_cores"),
                row.decimal("rss_bytes"),
                row.decimal("pss_bytes"));
    }
}
