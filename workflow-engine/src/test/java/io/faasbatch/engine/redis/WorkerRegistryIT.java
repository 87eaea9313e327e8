package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class WorkerRegistryIT extends RedisStorageTesting {

    private static final Duration LEASE = Duration.ofSeconds(30);

    @Test
    void anAnnouncedWorkerIsListedUntilItLeaves() {
        WorkerRegistry registry = storage.workers("token");
        registry.announce(worker("w1"), LEASE);
        registry.announce(worker("w2"), LEASE);
        assertThat(registry.alive()).containsExactly(worker("w1"), worker("w2"));
        registry.withdraw("w1");
        assertThat(registry.alive()).containsExactly(worker("w2"));
    }

    @Test
    void aSilentWorkerIsForgotten() {
        WorkerRegistry registry = storage.workers("token");
        registry.announce(worker("w1"), Duration.ofMillis(50));
        await("the lease runs out", () -> registry.alive().isEmpty());
        assertThat(redis().keys("fb:worker*")).isEmpty();
    }

    @Test
    void whoDoesNotKnowTheTokenIsNotListed() {
        storage.workers("another token").announce(worker("forged"), LEASE);
        redis().set("fb:worker:text", "no announcement");
        redis().set("fb:worker:unsigned", "{\"worker\":\"{}\"}");
        redis().sadd(Keys.WORKERS, "text", "unsigned");
        assertThat(storage.workers("token").alive()).isEmpty();
    }

    @Test
    void anAnnouncementCopiedUnderAnotherIdIsNotListed() {
        WorkerRegistry registry = storage.workers("token");
        registry.announce(worker("w1"), LEASE);
        redis().set("fb:worker:w2", String.valueOf(redis().get("fb:worker:w1")));
        redis().sadd(Keys.WORKERS, "w2");
        assertThat(registry.alive()).containsExactly(worker("w1"));
    }

    private static WorkerInfo worker(String id) {
        return new WorkerInfo(id, "http://127.0.0.1:8000", "docker", 2, 1L << 33, "0.1", NOW);
    }
}
