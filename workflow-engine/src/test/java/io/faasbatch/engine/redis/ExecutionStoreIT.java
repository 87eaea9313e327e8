package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.OwnershipLostException;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.value.References;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.protocol.ValueReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.NullNode;

final class ExecutionStoreIT extends RedisStorageTesting {

    @Test
    void anAcceptedExecutionIsFoundAsItWasAndIsDue() {
        Execution pending = pending("words", NOW, large());
        ExecutionId id = accept(pending);
        assertThat(id.value()).isEqualTo(pending.id());
        assertThat(storage.executions().find(id)).contains(pending);
        assertThat(redis().zscore(Keys.DUE, "x:" + id)).isLessThanOrEqualTo(System.currentTimeMillis() + 1_000.0);
    }

    @Test
    void anIdempotencyKeyUsedByManyAtOnceGivesOneExecution() throws Exception {
        Set<ExecutionId> ids = new HashSet<>();
        Callable<ExecutionId> accept = () -> storage.executions().accept(pending(), Optional.of("k"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ExecutionId>> accepted = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                accepted.add(threads.submit(accept));
            }
            for (Future<ExecutionId> one : accepted) {
                ids.add(one.get());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(redis().zcard(Keys.DUE)).isEqualTo(1);
        assertThat(list(Optional.empty(), Optional.empty())).hasSize(1);
    }

    @Test
    void anIdempotencyKeyIsOfOneWorkflow() {
        ExecutionId words = storage.executions().accept(pending(), Optional.of("k"));
        ExecutionId other = storage.executions().accept(pending("other", NOW, large()), Optional.of("k"));
        assertThat(words).isNotEqualTo(other);
    }

    @Test
    void checkpointsAddUpToTheWholeExecution() {
        Ownership owner = owned();
        StepRecord split = step("split", StepStatus.SUCCEEDED, NullNode.getInstance());
        StepRecord count = step("count.3", StepStatus.SUCCEEDED, large());
        write(owner, running(split, step("count.3", StepStatus.RUNNING, null)));
        write(owner, running(count));
        Execution found = find(owner);
        assertThat(found.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(found.startedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(found.deadline()).isEqualTo(DEADLINE);
        assertThat(found.steps()).containsExactlyInAnyOrder(split, count);
        assertThat(list(Optional.empty(), Optional.of(ExecutionStatus.RUNNING)))
                .containsExactly(owner.execution().value());
    }

    @Test
    void removedStepsLeaveWithTheirOutputs() {
        Ownership owner = owned();
        write(owner, running(step("both.left", StepStatus.SUCCEEDED, large())));
        StepRecord again = step("both", StepStatus.RUNNING, null);
        write(
                owner,
                checkpoint(
                        ExecutionStatus.RUNNING,
                        List.of(again),
                        Set.of("both.left"),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(find(owner).steps()).containsExactly(again);
        assertThat(redis().keys("fb:{*:value:*")).isEmpty();
    }

    @Test
    void aCheckpointOfAThousandStepsIsOne() {
        Ownership owner = owned();
        StepRecord[] steps = new StepRecord[1_500];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = step("count." + i, StepStatus.SUCCEEDED, JSON.valueToTree(i));
        }
        write(owner, running(steps));
        assertThat(find(owner).steps()).containsExactlyInAnyOrder(steps);
    }

    @Test
    void aLateOwnerIsRefusedAndWritesNothing() {
        Ownership former = owned();
        redis().zadd(Keys.DUE, 1, "x:" + former.execution());
        Ownership owner = owner(storage.queue("w2"));
        assertThat(owner.token()).isEqualTo(former.token() + 1);
        Map<String, String> before = everything();
        for (Checkpoint late : List.of(
                running(step("a", StepStatus.SUCCEEDED, large())),
                parked(NOW),
                ended(ExecutionStatus.SUCCEEDED, large()))) {
            assertThatThrownBy(() -> write(former, late)).isInstanceOf(OwnershipLostException.class);
        }
        assertThat(everything()).isEqualTo(before);
        write(owner, running());
    }

    @Test
    void nobodyWritesToWhatIsGone() {
        assertThatThrownBy(() -> write(
                        new Ownership(ExecutionId.random(), 1), running(step("a", StepStatus.SUCCEEDED, large()))))
                .isInstanceOf(OwnershipLostException.class);
        assertThat(redis().keys("*")).isEmpty();
    }

    @Test
    void aCheckpointThatIsRepeatedChangesNothingMore() {
        Ownership owner = owned();
        for (Checkpoint change : List.of(
                running(step("a", StepStatus.SUCCEEDED, JSON.valueToTree("x"))),
                checkpoint(
                        ExecutionStatus.RUNNING,
                        List.of(step("b", StepStatus.RUNNING, null)),
                        Set.of("a"),
                        Optional.empty(),
                        Optional.empty()),
                ended(ExecutionStatus.FAILED, null))) {
            write(owner, change);
            Map<String, String> before = everything();
            List<ExecutionEvent> events = events(owner, Optional.empty());
            write(owner, change);
            assertThat(everything()).isEqualTo(before);
            assertThat(events(owner, Optional.empty())).isEqualTo(events);
        }
        assertThatThrownBy(() -> write(owner, ended(ExecutionStatus.SUCCEEDED, null)))
                .isInstanceOf(OwnershipLostException.class);
        assertThat(find(owner).status()).isEqualTo(ExecutionStatus.FAILED);
    }

    @Test
    void aParkedExecutionIsDueAtItsTimeAndItsFormerOwnerIsRefused() {
        Ownership owner = owned();
        Instant until = Instant.parse("2090-01-01T00:00:00.123Z");
        write(owner, parked(until));
        write(owner, parked(until));
        assertThat(redis().zscore(Keys.DUE, "x:" + owner.execution())).isEqualTo((double) until.toEpochMilli());
        assertThatThrownBy(() -> write(owner, running())).isInstanceOf(OwnershipLostException.class);
        redis().zadd(Keys.DUE, 1, "x:" + owner.execution());
        write(owner(storage.queue("w2")), running());
    }

    @Test
    void theEventsOfAnExecutionFollowEachOther() {
        Ownership owner = owned();
        write(owner, running(step("a", StepStatus.RUNNING, null)));
        write(owner, running(step("a", StepStatus.SUCCEEDED, large())));
        write(owner, ended(ExecutionStatus.FAILED, null));
        List<ExecutionEvent> all = events(owner, Optional.empty());
        assertThat(all).extracting(ExecutionEvent::type).containsExactly("step", "execution", "step", "execution");
        assertThat(all.get(2).data().path("name").asString()).isEqualTo("a");
        assertThat(all.get(2).data().has("output")).isFalse();
        assertThat(all.get(3).data().path("status").asString()).isEqualTo("FAILED");
        assertThat(all.get(3).data().path("error").path("type").asString()).isEqualTo("FunctionError");
        assertThat(all).extracting(ExecutionEvent::id).isSorted();
        assertThat(events(owner, Optional.of(all.get(1).id()))).isEqualTo(all.subList(2, 4));
        assertThat(events(owner, Optional.of(all.get(3).id()))).isEmpty();
        assertThat(events(owner, Optional.of("nonsense"))).isEqualTo(all);
        assertThat(storage.executions().events(owner.execution(), Optional.empty(), 1))
                .isEqualTo(all.subList(0, 1));
    }

    @Test
    void whoWatchesIsCalledUntilItEnds() {
        Ownership owner = owned();
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        Runnable end = storage.executions().watch(owner.execution(), calls::incrementAndGet);
        storage.executions().watch(owner.execution(), others::incrementAndGet);
        await("both are called", () -> {
            write(owner, running());
            return calls.get() > 0 && others.get() > 0;
        });
        end.run();
        int before = others.get();
        int last = calls.get();
        await("the other is called", () -> {
            write(owner, running());
            return others.get() > before + 1;
        });
        assertThat(calls.get()).isEqualTo(last);
    }

    @Test
    void withARetentionOfMomentsEveryKeyOfAnExecutionGoes() {
        try (RedisStorage brief = RedisStorage.connect(settings().withRetention(Duration.ofMillis(300)), JSON)) {
            brief.executions().accept(pending("words", NOW, large()), Optional.empty());
            Ownership owner = owner(brief.queue("w1"));
            brief.executions().checkpoint(owner, running(step("a", StepStatus.SUCCEEDED, large())));
            redis().hset(Keys.store(owner.execution()), "key", "value");
            brief.executions().checkpoint(owner, ended(ExecutionStatus.SUCCEEDED, large()));
            await("they expire", () -> redis().keys("fb:{*").isEmpty());
            assertThat(redis().keys("*")).allMatch(key -> key.startsWith(Keys.EXECUTIONS));
            assertThat(list(Optional.empty(), Optional.empty())).isEmpty();
            brief.executions().accept(pending(), Optional.empty());
            brief.executions().checkpoint(owner(brief.queue("w1")), ended(ExecutionStatus.FAILED, null));
            for (String key :
                    List.of("", ":workflow:words", ":status:FAILED", ":workflow:words:status:FAILED", ":ended")) {
                assertThat(redis().zcard(Keys.EXECUTIONS + key)).as(key).isEqualTo(1);
            }
        }
    }

    @Test
    void aWorkflowsOwnRetentionIsTaken() {
        Ownership owner = owned();
        Checkpoint.Ending ending = new Checkpoint.Ending(null, null, NOW, Optional.of(Duration.ofHours(1)));
        write(owner, checkpoint(ExecutionStatus.SUCCEEDED, List.of(), Set.of(), Optional.of(ending), Optional.empty()));
        assertThat(redis().keys("fb:{*"))
                .hasSize(2)
                .allSatisfy(key -> assertThat(redis().pttl(key)).isBetween(1L, 3_600_000L));
    }

    @Test
    void intermediateDataLivesAsLongAsItsExecution() {
        Ownership owner = owned();
        redis().hset(Keys.store(owner.execution()), "key", "value");
        redis().pexpire(Keys.store(owner.execution()), 60_000);
        write(owner, running());
        assertThat(redis().pttl(Keys.store(owner.execution()))).isEqualTo(-1);
        write(owner, ended(ExecutionStatus.SUCCEEDED, null));
        assertThat(redis().pttl(Keys.store(owner.execution()))).isPositive();
    }

    @Test
    void whatStepsAndInputsReferToLivesAsLongAsTheExecution() {
        Execution plain = pending();
        ValueReference input = storage.values().keep(plain.id(), new byte[] {'1'}, "application/json");
        ValueReference output = storage.values().keep(plain.id(), new byte[] {'2'}, "application/json");
        ValueReference orphan = storage.values().keep(plain.id(), new byte[] {'3'}, "application/json");
        ExecutionId id = new ExecutionId(plain.id());
        var _ = storage.executions()
                .accept(
                        Execution.pending(id, plain.workflow(), plain.version(), References.leaf(input), NOW),
                        Optional.empty());
        Ownership owner = owner(storage.queue("w1"));
        write(owner, running(step("a", StepStatus.SUCCEEDED, References.leaf(output))));

        assertThat(redis().pttl(input.key())).isEqualTo(-1);
        assertThat(redis().pttl(output.key())).isEqualTo(-1);
        assertThat(redis().pttl(orphan.key())).isPositive();
        assertThat(References.of(storage.executions().find(id).orElseThrow().input()))
                .contains(input);

        write(owner, ended(ExecutionStatus.SUCCEEDED, References.leaf(output)));

        assertThat(redis().pttl(input.key())).isPositive();
        assertThat(redis().pttl(output.key())).isPositive();
    }

    @Test
    void pagesAreNewestFirstAndFilteredWithoutGapOrRepeat() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Execution one = pending(i % 2 == 0 ? "words" : "other", NOW.plusMillis(i / 4), large());
            accept(one);
            Ownership owner = owner(storage.queue("w1"));
            if (i % 2 == 0) {
                words.addFirst(one.id());
                if (i % 4 == 0) {
                    write(owner, ended(ExecutionStatus.SUCCEEDED, large()));
                }
            }
        }
        assertThat(list(Optional.empty(), Optional.empty())).hasSize(30).doesNotHaveDuplicates();
        assertThat(list(Optional.of("words"), Optional.empty())).containsExactlyInAnyOrderElementsOf(words);
        assertThat(list(Optional.of("words"), Optional.of(ExecutionStatus.SUCCEEDED)))
                .hasSize(8);
        assertThat(list(Optional.empty(), Optional.of(ExecutionStatus.PENDING))).hasSize(22);
        assertThat(list(Optional.of("words"), Optional.empty()).getLast()).isIn(words.subList(13, 15));
    }

    private Ownership owned() {
        accept(pending());
        return owner(storage.queue("w1"));
    }

    private void write(Ownership owner, Checkpoint change) {
        storage.executions().checkpoint(owner, change);
    }

    private Execution find(Ownership owner) {
        return storage.executions().find(owner.execution()).orElseThrow();
    }

    private List<ExecutionEvent> events(Ownership owner, Optional<String> after) {
        return storage.executions().events(owner.execution(), after, 100);
    }

    private ExecutionId accept(Execution pending) {
        return storage.executions().accept(pending, Optional.empty());
    }

    /** All that is stored, but for times to live. */
    private static Map<String, String> everything() {
        Map<String, String> all = new TreeMap<>();
        for (String key : redis().keys("*")) {
            String value = switch (redis().type(key)) {
                case "hash" -> new TreeMap<>(redis().hgetall(key)).toString();
                case "zset" -> redis().zrangeWithScores(key, 0, -1).toString();
                case "set" -> redis().smembers(key).toString();
                case "stream" ->
                    redis().xrange(key, io.lettuce.core.Range.unbounded()).toString();
                default -> String.valueOf(redis().get(key));
            };
            all.put(key, value);
        }
        return all;
    }

    private List<String> list(Optional<String> workflow, Optional<ExecutionStatus> status) {
        List<String> ids = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Execution> page = storage.executions().list(workflow.map(WorkflowName::new), status, cursor, 4);
            page.items().forEach(one -> ids.add(one.id()));
            cursor = page.next();
        } while (cursor.isPresent());
        return ids;
    }
}
