package io.faasbatch.experiments.report;

import io.faasbatch.experiments.summary.Configuration;
import io.faasbatch.experiments.summary.Quantity;
import io.faasbatch.experiments.summary.Study;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which factor is drawn how: one along an axis (a quantity with several values), one as series with a colour each (the strategies, or what the baseline is told by),
 * each combination of the others in a panel of its own. Factors that have one value only are not drawn.
 *
 * @param axis empty when no factor is a quantity
 * @param series empty when nothing is left for it
 */
record Layout(Study study, Optional<String> axis, Optional<String> series, List<String> others) {

    private static final String STRATEGY = "strategy";
    /** Shown first, as the paper's default. */
    private static final double USUAL_INTERVAL_MS = 200;

    static Layout of(Study study) {
        List<String> free = study.experiment().factors().stream()
                .filter(factor -> study.values(factor).size() > 1)
                .toList();
        Optional<String> axis = axis(study, free);
        List<String> rest = without(free, axis);
        Optional<String> series = series(study, rest);
        return new Layout(study, axis, series, without(rest, series));
    }

    private static Optional<String> axis(Study study, List<String> free) {
        return free.stream()
                .filter(factor -> !factor.equals(STRATEGY))
                .filter(factor -> !study.experiment().baseline().containsKey(factor))
                .filter(factor -> quantities(study.values(factor)).size() > 1)
                .max(Comparator.comparingInt(
                        factor -> quantities(study.values(factor)).size()));
    }

    private static Optional<String> series(Study study, List<String> rest) {
        return rest.contains(STRATEGY)
                ? Optional.of(STRATEGY)
                : rest.stream()
                        .filter(study.experiment().baseline()::containsKey)
                        .findFirst()
                        .or(() -> rest.stream().findFirst());
    }

    private static List<String> without(List<String> factors, Optional<String> one) {
        return factors.stream()
                .filter(factor -> !one.equals(Optional.of(factor)))
                .toList();
    }

    private static List<String> quantities(List<String> values) {
        return values.stream().filter(value -> Quantity.of(value).isPresent()).toList();
    }

    /**
     * Configurations that are drawn together.
     *
     * @param title empty when there is one panel only
     */
    record Panel(String title, List<Configuration> configurations) {

        /** For headings that stand by themselves. */
        String suffix() {
            return title.isEmpty() ? "" : ": " + title;
        }
    }

    List<Panel> panels() {
        Function<Configuration, String> title =
                configuration -> others.stream().map(configuration::value).collect(Collectors.joining(", "));
        return study.configurations().stream()
                .collect(Collectors.groupingBy(title, LinkedHashMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(entry -> new Panel(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Of its series. */
    String name(Configuration configuration) {
        return series.map(configuration::value).map(Names::of).orElse("all runs");
    }

    /** By the name of the series. */
    Map<String, List<Configuration>> bySeries(Panel panel) {
        return panel.configurations().stream()
                .collect(Collectors.groupingBy(this::name, LinkedHashMap::new, Collectors.toList()));
    }

    /** Where on the axis it stands; empty when it does not depend on it. */
    Optional<Quantity> place(Configuration configuration) {
        return axis.map(configuration::value).flatMap(Quantity::of);
    }

    /** The quantities of the axis within a panel; one empty text when there is no axis. */
    List<String> steps(Panel panel) {
        return axis.map(factor -> quantities(Study.values(panel.configurations(), factor)))
                .filter(steps -> !steps.isEmpty())
                .orElse(List.of(""));
    }

    /** The step that is shown first. */
    String usualStep(Panel panel) {
        List<String> steps = steps(panel);
        return steps.stream()
                .filter(step -> Quantity.of(step)
                        .filter(quantity -> quantity.equals(new Quantity(USUAL_INTERVAL_MS, "ms")))
                        .isPresent())
                .findFirst()
                .orElse(steps.get(steps.size() / 2));
    }

    /** One configuration of each series: that at the step, or the only one there is. */
    List<Configuration> at(Panel panel, String step) {
        List<Configuration> found = new ArrayList<>();
        for (List<Configuration> series : bySeries(panel).values()) {
            Optional<Configuration> there = series.stream()
                    .filter(configuration ->
                            axis.map(configuration::value).orElse("").equals(step))
                    .findFirst();
            there.or(() -> Optional.of(series.getFirst()).filter(_ -> series.size() == 1))
                    .ifPresent(found::add);
        }
        return found;
    }
}
