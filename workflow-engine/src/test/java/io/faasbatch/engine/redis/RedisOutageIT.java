package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RedisOutageIT extends RedisStorageTesting {

    @Test
    void afterAKillOfRedisNothingAcceptedIsLost() throws Exception {
        WorkQueue queue = storage.queue("w1");
        StoreAccess access = storage.grantStoreAccess("fb-store-w1");
        List<ExecutionId> accepted = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            accepted.add(accept());
        }
        Set<ExecutionId> taken = new HashSet<>();
        queue.take(10, Duration.ofSeconds(10)).forEach(item -> taken.add(execution(item)));

        Ownership owner = owner(queue);
        storage.executions().checkpoint(owner, running(step("a", StepStatus.SUCCEEDED, large())));
        taken.add(owner.execution());

        long killed = server.kill();
        assertThatThrownBy(() -> {
                    while (true) {
                        accept();
                    }
                })
                .isInstanceOf(StorageUnavailableException.class);
        server.awaitRestart(killed);

        await("the connection is back", () -> storage.health().up());
        assertThat(accepted)
                .allSatisfy(id -> assertThat(storage.executions().find(id)).isPresent());
        storage.executions().checkpoint(owner, running(step("b", StepStatus.SUCCEEDED, large())));
        assertThat(storage.executions().find(owner.execution()).orElseThrow().steps())
                .containsExactlyInAnyOrder(
                        step("a", StepStatus.SUCCEEDED, large()), step("b", StepStatus.SUCCEEDED, large()));
        await("all are delivered", () -> {
            takeWhatCan(queue, taken);
            return taken.containsAll(accepted);
        });
        await("the containers' user is made again", () -> redis().aclUsers().contains(access.user()));
    }

    @Test
    void messagesComeAgainAfterARestart() throws Exception {
        WorkQueue queue = storage.queue("w1");
        AtomicInteger early = new AtomicInteger();
        AtomicInteger late = new AtomicInteger();
        Execution pending = pending();
        ExecutionId id = new ExecutionId(pending.id());
        storage.executions().watch(id, early::incrementAndGet);
        long killed = server.kill();
        storage.executions().watch(id, late::incrementAndGet);
        server.awaitRestart(killed);
        await("the connection is back", () -> storage.health().up());
        storage.executions().accept(pending, Optional.empty());
        Ownership owner = owner(queue);
        await("both are called", () -> {
            storage.executions().checkpoint(owner, running());
            return early.get() > 0 && late.get() > 0;
        });
    }

    @Test
    void aRedisThatHangsIsUnavailableUntilItAnswersAgain() throws Exception {
        Duration brief = Duration.ofMillis(300);
        try (RedisStorage impatient =
                RedisStorage.connect(settings().withTimeouts(Duration.ofSeconds(2), brief), JSON)) {
            server.signal("STOP");
            try {
                assertThatThrownBy(() -> impatient.executions().accept(pending(), Optional.empty()))
                        .isInstanceOf(StorageUnavailableException.class)
                        .hasMessageContaining("300 ms");
                assertThat(impatient.health().up()).isFalse();
            } finally {
                server.signal("CONT");
            }
            await("it answers again", () -> impatient.health().up());
        }
    }

    @Test
    void aRedisThatIsNotThereIsUnavailable() {
        RedisSettings nowhere = RedisSettings.of("redis://127.0.0.1:1");
        assertThatThrownBy(() -> RedisStorage.connect(nowhere, JSON))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void healthNamesTheVersionAndWhatIsUnsafe() {
        RedisHealth health = storage.health();
        assertThat(health.up()).isTrue();
        assertThat(health.safe()).isTrue();
        assertThat(health.appendOnly()).isEqualTo("everysec");
        assertThat(health.evictionPolicy()).isEqualTo("noeviction");
        assertThat(health.checks())
                .hasSize(4)
                .allSatisfy(check -> assertThat(check.ok()).as(check.name()).isTrue());
        redis().configSet("maxmemory-policy", "allkeys-lru");
        redis().configSet("appendonly", "no");
        try {
            RedisHealth unsafe = storage.health();
            assertThat(unsafe.safe()).isFalse();
            assertThat(unsafe.sentence()).contains("allkeys-lru").contains("AOF is off");
            assertThat(unsafe.checks())
                    .filteredOn(check -> !check.ok())
                    .extracting(RedisHealth.Check::name)
                    .containsExactly("appendonly", "appendfsync", "maxmemory-policy");
        } finally {
            redis().configSet("maxmemory-policy", "noeviction");
            redis().configSet("appendonly", "yes");
        }
    }

    private ExecutionId accept() {
        Execution pending = pending();
        return storage.executions().accept(pending, Optional.empty());
    }

    private static void takeWhatCan(WorkQueue queue, Set<ExecutionId> taken) {
        try {
            queue.take(10, Duration.ofMillis(10)).forEach(item -> taken.add(execution(item)));
        } catch (StorageUnavailableException e) {
            // its own connection may come back a moment later; the caller asks again
        }
    }

    private static ExecutionId execution(WorkItem item) {
        return switch (item) {
            case WorkItem.ExecutionWork work -> work.owner().execution();
            case WorkItem.InvocationWork work -> throw new AssertionError("not an execution: " + work);
        };
    }
}
