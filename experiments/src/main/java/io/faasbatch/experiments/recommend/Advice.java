package io.faasbatch.experiments.recommend;

import io.faasbatch.experiments.figures.Table;
import io.faasbatch.experiments.summary.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the metrics of a running system suggest. They tell of each of the four latencies by itself, not of their sum, so they give bounds: the percentile of the sum is at least that of
 * each part; and at most the sum of the parts' percentiles at a quarter of the share that may be late (each part then takes a quarter of it). Only what is known to follow is advised: an
 * interval longer by some time lets an invocation wait that much longer at most. What another strategy would do is not in the metrics; a recorded sweep tells.
 *
 * @param met whether the target is met for sure
 */
record Advice(List<String> lines, boolean met) {

    private static final List<String> PARTS = List.of("scheduling", "coldStart", "queueing", "execution");

    /** Shorter steps than this do not change what a batch gathers. */
    private static final double LEAST_STEP_MS = 10;

    Advice {
        lines = List.copyOf(lines);
    }

    static Advice of(Scrape seen, Dispatching dispatching, Target target) {
        if (seen.invocations() < target.leastCalls()) {
            return new Advice(
                    List.of("No advice: " + Math.round(seen.invocations()) + " invocations were seen, and "
                            + target.percentile() + " % needs " + target.leastCalls()
                            + " at least. Watch longer (--for)."),
                    false);
        }
        double least = least(seen, target);
        double most = most(seen, target);
        List<String> lines = new ArrayList<>(seen(seen, dispatching, target, least, most));
        lines.add(conclusion(seen, dispatching, target, least, most));
        return new Advice(lines, most <= target.millis());
    }

    private static double least(Scrape seen, Target target) {
        return PARTS.stream()
                .mapToDouble(part -> seen.percentileAtLeast(part, target.share()))
                .max()
                .orElse(0);
    }

    private static double most(Scrape seen, Target target) {
        double each = 1 - (1 - target.share()) / PARTS.size();
        return PARTS.stream().mapToDouble(part -> seen.percentile(part, each)).sum();
    }

    private static List<String> seen(Scrape seen, Dispatching dispatching, Target target, double least, double most) {
        List<String> lines = new ArrayList<>();
        lines.add("Now: " + dispatching + "; " + Math.round(seen.invocations()) + " invocations, "
                + Table.number(seen.batched() / seen.batches()) + " per batch, " + Table.number(seen.containers())
                + " containers.");
        for (String part : PARTS) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-10s p%s: %s to %s ms",
                    part,
                    Table.number(target.percentile()),
                    Table.number(seen.percentileAtLeast(part, target.share())),
                    Table.number(seen.percentile(part, target.share()))));
        }
        lines.add("  all of it: between " + Table.number(least) + " and " + Table.number(most)
                + " ms (the metrics do not tell the sum).");
        return lines;
    }

    private static String conclusion(Scrape seen, Dispatching dispatching, Target target, double least, double most) {
        if (most <= target.millis()) {
            return "The target is met. " + longer(dispatching, target.millis() - most);
        }
        String worst = PARTS.stream()
                .max(Comparator.comparingDouble(part -> seen.percentile(part, target.share())))
                .orElse("scheduling");
        String start = least >= target.millis()
                ? "The target is missed, and most of all because of " + worst + ". "
                : "Whether the target is met cannot be told from the metrics; " + worst + " is the longest part. ";
        return start + remedy(worst, dispatching);
    }

    private static String longer(Dispatching dispatching, double slack) {
        Optional<Double> interval = millis(dispatching);
        if (interval.isEmpty() || slack < LEAST_STEP_MS) {
            return "There is no room for a longer interval.";
        }
        long upTo = (long) (Math.floor((interval.orElseThrow() + slack) / LEAST_STEP_MS) * LEAST_STEP_MS);
        return "An interval of up to " + upTo
                + "ms keeps to it, since no invocation waits longer than before by more than the difference; longer intervals gather larger batches, and so need fewer containers at a time.";
    }

    private static String remedy(String worst, Dispatching dispatching) {
        return switch (worst) {
            case "scheduling" ->
                "Shorten the interval (it is " + String.join("/", dispatching.intervals())
                        + "), or, where invocations wait for a container, allow more containers.";
            case "coldStart" -> "Keep more containers warm: a larger warm pool or a longer keep-alive.";
            case "queueing" ->
                "Batches are larger than a container runs at once: a higher concurrency of the function, or a strategy that spreads them (adaptive, kraken).";
            default ->
                "That is the function itself: no way to dispatch it makes it shorter, other than fewer at a time in a container (adaptive, kraken, vanilla).";
        };
    }

    private static Optional<Double> millis(Dispatching dispatching) {
        return dispatching.intervals().size() == 1
                ? Quantity.of(dispatching.intervals().getFirst()).map(Quantity::value)
                : Optional.empty();
    }
}
