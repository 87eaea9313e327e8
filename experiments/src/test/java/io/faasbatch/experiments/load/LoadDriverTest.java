package io.faasbatch.experiments.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.api.ScriptedGateway;
import io.faasbatch.experiments.load.Outcome.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadDriverTest {

    private final ScriptedGateway server = new ScriptedGateway();
    private final Gateway gateway = server.client();
    private final LoadDriver driver = new LoadDriver(gateway);
    private final List<LoadDriver> drivers = new ArrayList<>();

    LoadDriverTest() throws IOException {}

    @AfterEach
    void stop() {
        gateway.close();
        server.close();
    }

    @Test
    void everyCallIsAccountedForExactlyOnce() throws InterruptedException {
        LoadResult result = driver.onSchedule(calls("right", "wrong", "error", "busy", "garbage", "gone", "right"));

        assertThat(result.outcomes())
                .extracting(Outcome::kind)
                .containsExactly(Kind.RIGHT, Kind.WRONG, Kind.FAILED, Kind.FAILED, Kind.FAILED, Kind.LOST, Kind.RIGHT);
        assertThat(result.tally()).isEqualTo(new Tally(7, 2, 1, 3, 1, 0));
        assertThat(result.tally().flawless()).isFalse();
    }

    /** Also after one whose connection was lost. */
    @Test
    void oneClientGetsEachAnswerBeforeItSendsTheNextCall() {
        LoadResult result = driver.oneAfterAnother(calls("right", "gone", "right", "busy", "garbage", "wrong"));

        assertThat(result.outcomes())
                .extracting(Outcome::kind)
                .containsExactly(Kind.RIGHT, Kind.LOST, Kind.RIGHT, Kind.FAILED, Kind.FAILED, Kind.WRONG);
        assertThat(result.outcomes())
                .allSatisfy(
                        outcome -> assertThat(outcome.lateness()).isPositive().isLessThan(outcome.endToEnd()));
    }

    @Test
    void anInvocationThatAnswersTwoCallsIsADuplicate() throws InterruptedException {
        assertThat(driver.onSchedule(calls("twice", "twice", "right")).tally()).isEqualTo(new Tally(3, 3, 0, 0, 0, 1));
    }

    @Test
    void anAnswerTellsItsPartsItsContainerAndItsBatch() {
        LoadResult result = driver.oneAfterAnother(calls("right"));
        Answer answer = result.outcomes().getFirst().answer().orElseThrow();

        assertThat(answer.total()).isEqualTo(Duration.ofNanos(108_750_000));
        assertThat(Objects.requireNonNull(answer.latencies().get(Latency.QUEUEING)))
                .isEqualTo(Duration.ofNanos(250_000));
        assertThat(answer.container()).isEqualTo("c1");
        assertThat(answer.cold()).isTrue();
        assertThat(answer.batchSize()).isEqualTo(3);
        assertThat(result.containers()).containsExactly("c1");
    }

    @Test
    void aCallIsNotSentBeforeItsTime() throws InterruptedException {
        Duration offset = Duration.ofMillis(60);
        LoadResult result = driver.onSchedule(List.of(new Call(offset, "right", "{}", _ -> true)));

        assertThat(result.length()).isGreaterThanOrEqualTo(offset);
        assertThat(result.tally().flawless()).isTrue();
    }

    @Test
    void thousandsOfCallsAreInFlightAtOnce() throws InterruptedException {
        int many = 2000;
        server.hold(many);
        LoadResult result =
                driver.onSchedule(calls(Collections.nCopies(many, "held").toArray(String[]::new)));

        assertThat(result.tally()).isEqualTo(new Tally(many, many, 0, 0, 0, 0));
        assertThat(result.partial()).isFalse();
    }

    @Test
    void aStoppedLoadKeepsWhatIsAnsweredAndSendsNothingMore() throws Exception {
        List<Call> calls = new ArrayList<>(calls("right", "right"));
        calls.add(new Call(Duration.ofHours(1), "right", "{}", _ -> true));
        LoadDriver stopping = new LoadDriver(gateway, live -> stopWhenAnswered(2, live));
        drivers.add(stopping);

        LoadResult result = stopping.onSchedule(calls);
        assertThat(result.tally().sent()).isEqualTo(2);
        assertThat(result.left()).isEqualTo(1);
        assertThat(result.partial()).isTrue();
    }

    @Test
    void latenessHasTheTimeThatTheDriverItselfNeedsForAConnection() throws InterruptedException {
        LoadResult result = driver.onSchedule(calls("right"));

        assertThat(result.outcomes().getFirst().lateness()).isPositive();
        assertThat(result.outcomes().getFirst().lateness())
                .isLessThan(result.outcomes().getFirst().endToEnd());
    }

    @Test
    void aLoadThatWasSentTooLateIsNotTheLoadThatWasAskedFor() {
        assertThat(punctuality(Duration.ofMillis(4)).kept()).isTrue();
        assertThat(punctuality(Duration.ofMillis(80)).kept()).isFalse();
    }

    @Test
    void aSparseLoadBearsMoreLatenessThanADenseOne() {
        Outcome late = late(Duration.ofSeconds(10), Duration.ofMillis(80));

        assertThat(Punctuality.of(List.of(late)).kept()).isTrue();
    }

    @Test
    void whatIsAnsweredSlowlyBearsMoreLatenessThanWhatIsAnsweredAtOnce() {
        Call call = new Call(Duration.ZERO, "f", "{}", _ -> true);
        Outcome slow =
                new Outcome(0, call, Duration.ofMillis(80), Duration.ofSeconds(20), Kind.LOST, Optional.empty(), "");

        assertThat(Punctuality.of(List.of(slow)).kept()).isTrue();
    }

    /** As soon as so many calls are answered, the load is stopped. */
    private Display.Showing stopWhenAnswered(int answers, LiveLoad live) {
        Thread watcher = Thread.ofVirtual().start(() -> {
            while (live.now().answered() < answers) {
                Thread.onSpinWait();
            }
            drivers.forEach(LoadDriver::stop);
        });
        return watcher::interrupt;
    }

    private static Punctuality punctuality(Duration lateness) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(late(Duration.ZERO, lateness));
        }
        return Punctuality.of(outcomes);
    }

    private static Outcome late(Duration offset, Duration lateness) {
        Call call = new Call(offset, "f", "{}", _ -> true);
        return new Outcome(0, call, lateness, lateness, Kind.LOST, Optional.empty(), "");
    }

    private static List<Call> calls(String... functions) {
        return List.of(functions).stream()
                .map(function -> new Call(
                        Duration.ZERO,
                        function,
                        "{}",
                        output -> output.at("/result").asInt(0) == 1))
                .toList();
    }
}
