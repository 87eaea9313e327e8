package io.faasbatch.experiments.report;

import io.faasbatch.experiments.chart.Page;
import io.faasbatch.experiments.results.ExperimentRecord;
import io.faasbatch.experiments.results.ExperimentRecord.Machine;
import io.faasbatch.experiments.results.ExperimentRecord.Versions;
import io.faasbatch.experiments.summary.Bootstrap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What somebody needs who wants to do it again. */
final class MethodSection {

    private static final double GIB = 1 << 30;

    private MethodSection() {}

    static void write(Page page, ExperimentRecord experiment) {
        page.section("How it was measured").facts(facts(experiment));
        page.subsection("Parameters");
        Map<String, String> parameters = new LinkedHashMap<>();
        experiment.parameters().forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        page.facts(parameters);
        page.subsection("What the figures are")
                .text(
                        "End-to-end latency counts from when a call was meant to be sent until its answer was there, so that a late sender hides nothing. Scheduling (from arrival until sent to a container, cold start"
                                + " excluded), cold start, queueing (inside the container) and execution are measured by the worker. Percentiles are linear between the two nearest values.")
                .text(
                        "A figure of a configuration is the median of its repeats. Confidence intervals are the middle 95 % of "
                                + Bootstrap.SAMPLES
                                + " hierarchical bootstrap samples, drawn with the experiment's seed: repeats are drawn with replacement, and within each of them blocks of calls that"
                                + " followed each other, about as long as there are many, since neighbours share a batch and a cold start. Both sides of a ratio are drawn independently, which makes intervals rather too wide than too narrow. Figures of a run as a whole (containers,"
                                + " memory, CPU) are resampled over the repeats only; with few repeats their intervals are hardly more than the range.");
    }

    private static Map<String, String> facts(ExperimentRecord experiment) {
        Machine machine = experiment.machine();
        Versions versions = experiment.versions();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Command", experiment.command());
        facts.put("Seed", Long.toString(experiment.seed()));
        facts.put("Started", Times.minute(experiment.startedAt()));
        facts.put("Finished", experiment.finishedAt().map(Times::minute).orElse("not yet"));
        facts.put(
                "Machine",
                String.format(
                        Locale.ROOT,
                        "%s: %d cores, %s, %.1f GiB of memory, %s, kernel %s",
                        machine.host(),
                        machine.cores(),
                        machine.cpuModel(),
                        machine.memoryBytes() / GIB,
                        machine.os(),
                        machine.kernel()));
        facts.put(
                "Versions",
                "FaaSBatch for Java " + versions.faasbatch()
                        + versions.commit().map(commit -> " (" + commit + ")").orElse("") + ", Java " + versions.java()
                        + ", Docker " + versions.docker() + ", Redis " + versions.redis());
        return facts;
    }
}
