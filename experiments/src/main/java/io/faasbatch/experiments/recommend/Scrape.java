package io.faasbatch.experiments.recommend;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a worker's metrics say of its invocations: cumulative histograms of the four latencies by phase, batches, and containers.
 *
 * @param phases by the upper end of the bucket in seconds, how many invocations took at most that long
 */
record Scrape(Map<String, TreeMap<Double, Double>> phases, double batches, double batched, double containers) {

    private static final double MILLIS = 1000;

    private static final Pattern BUCKET =
            Pattern.compile("faasbatch_invocation_latency_seconds_bucket\\{(.*)} ([0-9.eE+-]+|NaN)");
    private static final Pattern PHASE = Pattern.compile("phase=\"([^\"]+)\"");
    private static final Pattern LIMIT = Pattern.compile("le=\"([^\"]+)\"");
    private static final Pattern PLAIN = Pattern.compile("([a-z_]+)(?:\\{(.*)})? ([0-9.eE+-]+)");

    /** @param text in the format of Prometheus */
    static Scrape of(String text) {
        Map<String, TreeMap<Double, Double>> phases = new HashMap<>();
        Map<String, Double> sums = new HashMap<>();
        text.lines().forEach(line -> {
            Matcher bucket = BUCKET.matcher(line);
            Matcher plain = PLAIN.matcher(line);
            if (bucket.matches()) {
                add(phases, bucket.group(1), Double.parseDouble(bucket.group(2)));
            } else if (plain.matches()) {
                sums.merge(plain.group(1), Double.parseDouble(plain.group(3)), Double::sum);
            }
        });
        return new Scrape(
                phases,
                sums.getOrDefault("faasbatch_batch_size_count", 0.0),
                sums.getOrDefault("faasbatch_batch_size_sum", 0.0),
                sums.getOrDefault("faasbatch_containers", Double.NaN));
    }

    private static void add(Map<String, TreeMap<Double, Double>> phases, String labels, double count) {
        Matcher phase = PHASE.matcher(labels);
        Matcher limit = LIMIT.matcher(labels);
        if (phase.find() && limit.find()) {
            String end = limit.group(1);
            phases.computeIfAbsent(phase.group(1), _ -> new TreeMap<>())
                    .merge(end.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(end), count, Double::sum);
        }
    }

    /** What came between an earlier look and this one; containers are the mean of both. */
    Scrape since(Scrape before) {
        Map<String, TreeMap<Double, Double>> between = new HashMap<>();
        phases.forEach((phase, buckets) -> {
            TreeMap<Double, Double> old = before.phases.getOrDefault(phase, new TreeMap<>());
            TreeMap<Double, Double> difference = new TreeMap<>();
            buckets.forEach((end, count) -> difference.put(end, count - old.getOrDefault(end, 0.0)));
            between.put(phase, difference);
        });
        return new Scrape(
                between, batches - before.batches, batched - before.batched, (containers + before.containers) / 2);
    }

    double invocations() {
        return phases.values().stream()
                .filter(buckets -> !buckets.isEmpty())
                .mapToDouble(buckets -> buckets.lastEntry().getValue())
                .max()
                .orElse(0);
    }

    /** In milliseconds, the upper end of the bucket it lies in: no lower than the true one. Infinite beyond the last bucket. */
    double percentile(String phase, double share) {
        return MILLIS * bucket(phase, share);
    }

    /** The lower end of that bucket: no higher than the true one. */
    double percentileAtLeast(String phase, double share) {
        Double below = phases.getOrDefault(phase, new TreeMap<>()).lowerKey(bucket(phase, share));
        return below == null ? 0 : MILLIS * below;
    }

    private double bucket(String phase, double share) {
        double wanted = share * invocations();
        return phases.getOrDefault(phase, new TreeMap<>()).entrySet().stream()
                .filter(bucket -> bucket.getValue() >= wanted)
                .mapToDouble(Map.Entry::getKey)
                .findFirst()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
