package io.faasbatch.experiments.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class AdviceTest {

    private static final Dispatching NOW = new Dispatching(List.of("faasbatch"), List.of("200ms"));
    private static final Target SECOND = new Target(Duration.ofSeconds(1), 90);

    @Test
    void whereThereIsRoomALongerIntervalIsAdvised() {
        Advice advice = Advice.of(seen(1000, 0.2, 0.1, 0.1, 0.1), NOW, SECOND);

        assertThat(advice.met()).isTrue();
        assertThat(advice.lines().getLast()).contains("The target is met", "interval of up to 700ms");
    }

    @Test
    void whatTakesTheLongestIsNamedWhenTheTargetIsMissed() {
        Advice advice = Advice.of(seen(1000, 5, 0.1, 0.1, 0.1), NOW, SECOND);

        assertThat(advice.met()).isFalse();
        assertThat(advice.lines().getLast())
                .contains("The target is missed, and most of all because of scheduling", "Shorten the interval");
        assertThat(Advice.of(seen(1000, 0.1, 5, 0.1, 0.1), NOW, SECOND).lines().getLast())
                .contains("warm");
    }

    @Test
    void whatTheMetricsCannotTellIsNotClaimed() {
        Advice advice = Advice.of(seen(1000, 0.5, 0.5, 0.5, 0.1), NOW, SECOND);

        assertThat(advice.met()).isFalse();
        assertThat(advice.lines().getLast()).contains("cannot be told");
    }

    @Test
    void aFewInvocationsAreNotEnough() {
        Advice advice = Advice.of(seen(20, 0.1, 0.1, 0.1, 0.1), NOW, SECOND);

        assertThat(advice.lines().getFirst()).contains("20 invocations were seen", "needs 50");
    }

    @Test
    void onlyWhatCameBetweenTwoLooksCounts() {
        Scrape before = Scrape.of(metrics(1000, 5, 5, 5, 5));
        Scrape after = Scrape.of(metrics(1000, 5, 5, 5, 5));

        assertThat(after.since(before).invocations()).isZero();
    }

    /** All invocations take just so many seconds in each part. */
    private static Scrape seen(int count, double scheduling, double cold, double queueing, double execution) {
        return Scrape.of(metrics(count, scheduling, cold, queueing, execution));
    }

    private static String metrics(int count, double scheduling, double cold, double queueing, double execution) {
        return """
                # TYPE faasbatch_invocation_latency_seconds histogram
                """
                + buckets("scheduling", count, scheduling)
                + buckets("coldStart", count, cold)
                + buckets("queueing", count, queueing)
                + buckets("execution", count, execution)
                + """
                faasbatch_batch_size_count %d
                faasbatch_batch_size_sum %d
                faasbatch_containers{state="busy"} 2.0
                faasbatch_containers{state="idle"} 1.0
                """.formatted(count / 4, count);
    }

    private static String buckets(String phase, int count, double seconds) {
        StringBuilder lines = new StringBuilder();
        for (double end : List.of(0.05, 0.1, 0.2, 0.5, 1.0, 5.0)) {
            lines.append(line(phase, Double.toString(end), end >= seconds ? count : 0));
        }
        return lines.append(line(phase, "+Inf", count)).toString();
    }

    private static String line(String phase, String end, int count) {
        return String.format(
                Locale.ROOT,
                "faasbatch_invocation_latency_seconds_bucket{phase=\"%s\",le=\"%s\"} %d.0%n",
                phase,
                end,
                count);
    }
}
