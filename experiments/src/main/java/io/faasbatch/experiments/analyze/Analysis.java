package io.faasbatch.experiments.analyze;

import io.faasbatch.experiments.figures.Distribution;
import io.faasbatch.experiments.trace.Arrival;
import io.faasbatch.experiments.trace.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a trace is like. The figures follow the characterisation in MXFaaS (ISCA 2023) as far as a trace tells: how often the same function is called within a
 * minute, how many of its invocations run at once, how long they take, and how the arrivals are spaced; its idle time is that of functions, between their
 * invocations, because a trace does not tell how long an invocation waits for others.
 */
final class Analysis {

    /** The steps of the distribution of calls a minute. */
    static final List<Integer> CALLS_A_MINUTE = List.of(2, 5, 10, 20, 50, 100, 200, 500, 1000);

    /** The paper's dispatch intervals. */
    static final List<Duration> INTERVALS = IntStream.of(10, 50, 100, 150, 200, 300, 400, 500)
            .mapToObj(Duration::ofMillis)
            .toList();

    private static final double NANOS_PER_MILLI = 1e6;

    private final Trace trace;
    private final Map<String, List<Arrival>> functions;
    private final List<Timeline> timelines;

    private Analysis(Trace trace) {
        this.trace = trace;
        this.functions = trace.arrivals().stream()
                .collect(Collectors.groupingBy(Arrival::function, LinkedHashMap::new, Collectors.toList()));
        this.timelines = functions.values().stream().map(Timeline::of).toList();
    }

    static Analysis of(Trace trace) {
        return new Analysis(trace);
    }

    Trace trace() {
        return trace;
    }

    /** Arrivals in each second from the first until the last, the empty ones too. */
    List<Integer> perSecond() {
        int seconds = Math.toIntExact(trace.span().toSeconds()) + 1;
        int[] counts = new int[seconds];
        trace.arrivals()
                .forEach(arrival -> counts[Math.toIntExact(arrival.offset().toSeconds())]++);
        return IntStream.of(counts).boxed().toList();
    }

    /** Invocations of the same function in a minute, over the minutes in which there are any. */
    Distribution callsAMinute() {
        return ofNumbers(timelines.stream()
                .flatMap(timeline -> timeline.perMinute().values().stream())
                .toList());
    }

    /** Which share of these minutes has at least so many. */
    Map<Integer, Double> minutesWith() {
        List<Integer> counts = timelines.stream()
                .flatMap(timeline -> timeline.perMinute().values().stream())
                .toList();
        Map<Integer, Double> shares = new TreeMap<>();
        for (int least : CALLS_A_MINUTE) {
            shares.put(
                    least, share(counts.stream().filter(count -> count >= least).count(), counts.size()));
        }
        return shares;
    }

    /** For each arrival, how many invocations of its function run then, itself among them. */
    Distribution concurrency() {
        return ofNumbers(timelines.stream()
                .flatMap(timeline -> timeline.concurrency().stream())
                .toList());
    }

    /** Which share of the arrivals meets another invocation of its function. */
    double meeting() {
        long meeting = timelines.stream()
                .flatMap(timeline -> timeline.concurrency().stream())
                .filter(running -> running > 1)
                .count();
        return share(meeting, trace.arrivals().size());
    }

    /** How many arrivals of the same function each dispatch interval gathers, on the average: what there is to be shared. */
    Map<Duration, Double> gathered() {
        Map<Duration, Double> means = new TreeMap<>();
        for (Duration interval : INTERVALS) {
            int groups = functions.values().stream()
                    .mapToInt(arrivals -> Timeline.groups(arrivals, interval))
                    .sum();
            means.put(interval, share(trace.arrivals().size(), groups));
        }
        return means;
    }

    /** Between one arrival and the next, of any function, in milliseconds. */
    Distribution interArrival() {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < trace.arrivals().size(); i++) {
            Duration gap = trace.arrivals()
                    .get(i)
                    .offset()
                    .minus(trace.arrivals().get(i - 1).offset());
            gaps.add(gap.toNanos() / NANOS_PER_MILLI);
        }
        return Distribution.of(gaps);
    }

    /** Between one arrival and the next of the same function, in milliseconds. */
    Distribution interArrivalOfFunction() {
        return ofNanos(
                timelines.stream().flatMap(timeline -> timeline.gaps().stream()).toList());
    }

    /** Times in which nothing of a function runs, between its first and its last arrival, in milliseconds. */
    Distribution idle() {
        return ofNanos(
                timelines.stream().flatMap(timeline -> timeline.idle().stream()).toList());
    }

    /** Which share of the time between its first and its last arrival nothing of a function runs: one value for each that has two arrivals. */
    Distribution idleShare() {
        return Distribution.of(timelines.stream()
                .filter(timeline -> !timeline.gaps().isEmpty() && sum(timeline.gaps()) > 0)
                .map(timeline -> (double) sum(timeline.idle()) / sum(timeline.gaps()))
                .toList());
    }

    /** In milliseconds. */
    Distribution durations() {
        return Distribution.ofDurations(
                trace.arrivals().stream().map(Arrival::duration).toList());
    }

    /** Invocations of each function. */
    Distribution popularity() {
        return ofNumbers(functions.values().stream().map(List::size).toList());
    }

    int functionCount() {
        return functions.size();
    }

    private static long sum(Collection<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    private static double share(long part, long all) {
        return all == 0 ? Double.NaN : (double) part / all;
    }

    private static Distribution ofNumbers(Collection<Integer> numbers) {
        return Distribution.of(numbers.stream().map(Integer::doubleValue).toList());
    }

    private static Distribution ofNanos(Collection<Long> nanos) {
        return Distribution.of(
                nanos.stream().map(value -> value / NANOS_PER_MILLI).toList());
    }
}
