package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Bursts of processes, on one cpu. How many ran together is not told from how long things took, which depends on the machine:
 * sleepers wait for each other, and computing ones write down when they did their work.
 */
class GovernorTest {

    private static final String MEETING = """
            import os, time
            def meet(count, context):
                open("here-" + context.invocation_id, "w").close()
                while sum(name.startswith("here-") for name in os.listdir()) < count:
                    time.sleep(0.02)
            def burn(seconds):
                stamps = []
                for part in range(1, 11):
                    while time.process_time() < seconds * part / 10:
                        pass
                    stamps.append(time.monotonic())
                return stamps
            """;

    private static final String MIXED = MEETING + """
            def handle(input, context):
                open("here-" + context.invocation_id, "w").close()
                while input == "endless" and not os.path.exists("go"): pass
                burn(0.02 if input == "short" else 0.4)
                return time.monotonic()
            """;

    @TempDir
    Path dir;

    @Test
    void aHundredBlockedInvocationsAreAllThereAtOnce() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main(MEETING + """
                        def handle(input, context):
                            meet(100, context)
                            return "met"
                        """).load()) {
            assertThat(function.burst(100, "null"))
                    .allMatch(call -> call.output().asString().equals("met"));
        }
    }

    @Test
    void computingInvocationsRunOneAfterTheOtherInTheOrderOfArrival() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main(MEETING + """
                        def handle(input, context):
                            return [time.monotonic()] + burn(0.1)
                        """).load()) {
            List<JsonNode> stamps = outputs(function.burst(12, "null"));
            assertThat(meanOverlap(stamps, 0)).isLessThan(2);
            assertThat(stamps).extracting(GovernorTest::last).isSorted();
        }
    }

    @Test
    void asManyComputeAsThereAreCpus() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).cpus(2.5).main(MEETING + """
                        def handle(input, context):
                            open("here-" + context.invocation_id, "w").close()
                            while sum(name.startswith("here-") for name in os.listdir()) < 3: pass
                            return "met without ever being blocked"
                        """).load()) {
            assertThat(outputs(function.burst(3, "null"))).hasSize(3);
        }
    }

    @Test
    void invocationsThatSleepFirstAndComputeThenAreFinishedOneAfterTheOther() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main(MEETING + """
                        def handle(input, context):
                            meet(8, context)
                            return burn(0.3)
                        """).load()) {
            List<JsonNode> stamps = outputs(function.burst(8, "null"));
            assertThat(meanOverlap(stamps, stamps.getFirst().size() / 2)).isLessThan(2);
        }
    }

    @Test
    void aPausedInvocationIsStoppedLikeAnyOtherAndAWaitingOneNeverStarts() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main(MEETING + """
                        def handle(input, context):
                            open("pid-" + context.invocation_id, "w").write(str(os.getpid()))
                            meet(2, context)
                            while True: pass
                        """).load()) {
            PythonFunction.Call older = function.start("older", "null");
            PythonFunction.Call younger = function.start("younger", "null");
            function.awaitFile("here-younger");
            PythonFunction.Call waiting = function.start("waiting", "null");
            awaitState("younger", 'T');
            assertThat(state("older")).isEqualTo('R');
            function.stop(waiting, StopReason.CANCELLED);
            assertThat(waiting.failure().error().type()).isEqualTo(ErrorDetail.CANCELLED);
            assertThat(waiting.started.isDone()).isFalse();
            function.stop(younger, StopReason.DEADLINE);
            assertThat(younger.failure().error().type()).isEqualTo(ErrorDetail.TIMEOUT);
            assertThat(older.isDone()).isFalse();
            function.stop(older, StopReason.DEADLINE);
            older.failure();
        }
    }

    @Test
    void aPausedInvocationGoesOnBeforeANewerOneStarts() throws Exception {
        try (PythonFunction function =
                PythonFunction.in(dir).main(MEETING + """
                        def handle(input, context):
                            open("pid-" + context.invocation_id, "w").write(str(os.getpid()))
                            if input == "older":
                                meet(2, context)
                                while not os.path.exists("go"): pass
                                burn(0.2)
                            if input == "younger":
                                meet(2, context)
                                burn(0.2)
                            return time.monotonic()
                        """).load()) {
            function.start("older", "\"older\"");
            PythonFunction.Call younger = function.start("younger", "\"younger\"");
            function.awaitFile("here-younger");
            awaitState("younger", 'T');
            PythonFunction.Call newer = function.start("newer", "null");
            Files.createFile(dir.resolve("go"));
            assertThat(younger.output().asDouble()).isLessThan(newer.output().asDouble());
        }
    }

    @Test
    void oneThatComputesForLongerThanUsualGivesWayToOthers() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main(MIXED).load()) {
            outputs(function.burst(4, "\"short\""));
            PythonFunction.Call endless = function.start("endless", "\"endless\"");
            function.awaitFile("here-endless");
            function.start("short", "\"short\"").output();
            assertThat(endless.isDone()).isFalse();
            Files.createFile(dir.resolve("go"));
            endless.output();
        }
    }

    @Test
    void oneThatComputesForLongerThanUsualIsNotStarved() throws Exception {
        try (PythonFunction function = PythonFunction.in(dir).main(MIXED).load()) {
            outputs(function.burst(4, "\"short\""));
            PythonFunction.Call longer = function.start("longer", "\"long\"");
            function.awaitFile("here-longer");
            List<JsonNode> others = outputs(function.burst(300, "\"short\""));
            double end = longer.output().asDouble();
            assertThat(others).anyMatch(other -> other.asDouble() < end).anyMatch(other -> other.asDouble() > end);
        }
    }

    private static List<JsonNode> outputs(List<PythonFunction.Call> calls) {
        return calls.stream().map(PythonFunction.Call::output).toList();
    }

    /** How many were under way at a time, on average, from the stamp with the given index to their end. */
    private static double meanOverlap(List<JsonNode> stamps, int from) {
        double first = stamps.stream()
                .mapToDouble(one -> one.get(from).asDouble())
                .min()
                .orElseThrow();
        double end = stamps.stream().mapToDouble(GovernorTest::last).max().orElseThrow();
        double together = stamps.stream()
                .mapToDouble(one -> last(one) - one.get(from).asDouble())
                .sum();
        return together / (end - first);
    }

    private static double last(JsonNode stamps) {
        return stamps.get(stamps.size() - 1).asDouble();
    }

    private void awaitState(String id, char wanted) throws IOException {
        while (state(id) != wanted) {
            Thread.onSpinWait();
        }
    }

    private char state(String id) throws IOException {
        String pid = Files.readString(dir.resolve("pid-" + id));
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
