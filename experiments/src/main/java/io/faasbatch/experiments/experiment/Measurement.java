package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.monitor.ContainerSample;
import io.faasbatch.experiments.monitor.SystemSample;
import io.faasbatch.experiments.monitor.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run of a configuration gave.
 *
 * @param samples of the system, in order
 * @param containers samples of each container, in order
 * @param figures of this experiment alone, by name
 * @param notes for readers of the report
 */
public record Measurement(
        LoadResult result,
        Usage usage,
        List<SystemSample> samples,
        List<ContainerSample> containers,
        Map<String, Double> figures,
        List<String> notes) {

    public Measurement {
        samples = List.copyOf(samples);
        containers = List.copyOf(containers);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        notes = List.copyOf(notes);
    }

    /** With one more figure. */
    public Measurement with(String name, double figure) {
        Map<String, Double> more = new LinkedHashMap<>(figures);
        more.put(name, figure);
        return new Measurement(result, usage, samples, containers, more, notes);
    }

    /** With one more note. */
    public Measurement noted(String note) {
        List<String> more = new ArrayList<>(notes);
        more.add(note);
        return new Measurement(result, usage, samples, containers, figures, more);
    }
}
