package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class ExecutionStoreIT extends RedisStorageTesting {

    @Test
    void anAcceptedExecutionIsFoundListedAndQueued() {
        Execution pending = pending("words", NOW, large());
        ExecutionId id = accept(pending);
        assertThat(storage.executions().find(id)).contains(pending);
        assertThat(list(Optional.empty(), Optional.empty())).containsExactly(id.value());
        assertThat(redis().xlen(Keys.QUEUE)).isEqualTo(1);
        assertThat(redis().strlen("fb:{" + id + "}:value:input")).isGreaterThan(200_000);
    }

    @Test
    void fiftyConcurrentAcceptsWithOneKeyMakeOneExecution() throws Exception {
        Set<ExecutionId> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<ExecutionId> accept = () -> storage.executions().accept(pending(), Optional.of("order 17"));
            List<Future<ExecutionId>> accepted = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                accepted.add(threads.submit(accept));
            }
            for (Future<ExecutionId> one : accepted) {
                ids.add(one.get());
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(redis().xlen(Keys.QUEUE)).isEqualTo(1);
        assertThat(list(Optional.empty(), Optional.empty())).hasSize(1);
    }

    @Test
    void anIdempotencyKeyIsOfOneWorkflow() {
        ExecutionId words = storage.executions().accept(pending(), Optional.of("k"));
        ExecutionId other = storage.executions().accept(pending("other", NOW, large()), Optional.of("k"));
        assertThat(words).isNotEqualTo(other);
    }

    @Test
    void acceptingTheSameExecutionTwiceQueuesItOnce() {
        Execution pending = pending();
        assertThat(accept(pending)).isEqualTo(accept(pending));
        assertThat(redis().xlen(Keys.QUEUE)).isEqualTo(1);
    }

    @Test
    void checkpointsSurviveInTheOrderOfTheDefinition() {
        Execution pending = pending();
        ExecutionId id = accept(pending);
        StepRecord count = step("count", StepStatus.SUCCEEDED, large());
        storage.executions().started(as(pending, ExecutionStatus.RUNNING, null));
        storage.executions().saveStep(id, count);
        Execution found = storage.executions().find(id).orElseThrow();
        assertThat(found.status()).isEqualTo(ExecutionStatus.RUNNING);
        assertThat(found.startedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(found.steps()).containsExactly(step("split", StepStatus.PENDING, null), count);
    }

    @Test
    void aLateWriterChangesNothingOfWhatHasEnded() {
        Execution pending = pending();
        ExecutionId id = accept(pending);
        storage.executions().ended(as(pending, ExecutionStatus.CANCELLED, null));
        Execution ended = storage.executions().find(id).orElseThrow();
        storage.executions().started(as(pending, ExecutionStatus.RUNNING, null));
        storage.executions().saveStep(id, step("count", StepStatus.SUCCEEDED, large()));
        storage.executions().ended(as(pending, ExecutionStatus.SUCCEEDED, large()));
        assertThat(storage.executions().find(id)).contains(ended);
        assertThat(list(Optional.empty(), Optional.of(ExecutionStatus.CANCELLED)))
                .containsExactly(id.value());
        assertThat(list(Optional.empty(), Optional.of(ExecutionStatus.SUCCEEDED)))
                .isEmpty();
    }

    @Test
    void aLateWriterDoesNotBringBackWhatIsGone() {
        Execution pending = pending();
        storage.executions().saveStep(new ExecutionId(pending.id()), step("count", StepStatus.SUCCEEDED, large()));
        assertThat(redis().keys("*")).isEmpty();
    }

    @Test
    void everythingOfAFinishedExecutionExpires() {
        Execution pending = pending("words", NOW, large());
        ExecutionId id = accept(pending);
        storage.executions().saveStep(id, step("count", StepStatus.SUCCEEDED, large()));
        storage.executions().ended(as(pending, ExecutionStatus.SUCCEEDED, large()));
        List<String> keys = redis().keys("fb:{*");
        assertThat(keys)
                .hasSize(4)
                .allSatisfy(key -> assertThat(redis().pttl(key))
                        .as(key)
                        .isBetween(1L, Duration.ofHours(24).toMillis()));
    }

    @Test
    void expiredExecutionsLeaveTheLists() {
        try (RedisStorage brief = RedisStorage.connect(settings().withRetention(Duration.ofMillis(50)), JSON)) {
            for (int i = 0; i < 5; i++) {
                Execution one = pending();
                brief.executions().accept(one, Optional.empty());
                brief.executions().ended(as(one, ExecutionStatus.FAILED, null));
            }
            await("the five expire", () -> redis().keys("fb:{*").isEmpty());
            assertThat(list(Optional.empty(), Optional.empty())).isEmpty();
            Execution last = pending();
            brief.executions().accept(last, Optional.empty());
            brief.executions().ended(as(last, ExecutionStatus.FAILED, null));
            for (String key :
                    List.of("", ":workflow:words", ":status:FAILED", ":workflow:words:status:FAILED", ":ended")) {
                assertThat(redis().zcard(Keys.EXECUTIONS + key)).as(key).isEqualTo(1);
            }
        }
    }

    @Test
    void pagesAreNewestFirstAndFilteredWithoutGapOrRepeat() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Execution one = pending(i % 2 == 0 ? "words" : "other", NOW.plusMillis(i / 4), large());
            accept(one);
            if (i % 2 == 0) {
                words.addFirst(one.id());
                if (i % 4 == 0) {
                    storage.executions().ended(as(one, ExecutionStatus.SUCCEEDED, large()));
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

    private ExecutionId accept(Execution pending) {
        return storage.executions().accept(pending, Optional.empty());
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
