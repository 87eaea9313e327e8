package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationStatus;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class WriteBehindTest {

    @Test
    void overTheCapacityTheOldestIsDroppedAndCounted() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        Queue<String> written = new ConcurrentLinkedQueue<>();
        try (WriteBehind waiting = new WriteBehind(entries -> write(entries, open, written), 2)) {
            List<CompletedInvocation> all = List.of(completed(), completed(), completed());
            all.forEach(waiting::add);
            assertThat(waiting.dropped()).isEqualTo(1);
            assertThat(waiting.find(all.getFirst().invocation().id())).isEmpty();
            assertThat(waiting.find(all.getLast().invocation().id())).contains(all.getLast());
            open.countDown();
            assertThat(waiting.flush(Duration.ofMinutes(1))).isTrue();
            assertThat(written)
                    .contains(
                            all.get(1).invocation().id(),
                            all.get(2).invocation().id());
        }
    }

    @Test
    void whatFailsBecauseRedisIsAwayIsWrittenLater() {
        Queue<String> written = new ConcurrentLinkedQueue<>();
        CountDownLatch open = new CountDownLatch(0);
        CountDownLatch failures = new CountDownLatch(2);
        try (WriteBehind waiting = new WriteBehind(
                entries -> {
                    if (failures.getCount() > 0) {
                        failures.countDown();
                        throw Failures.unavailable("away", new IllegalStateException());
                    }
                    write(entries, open, written);
                },
                10)) {
            CompletedInvocation one = completed();
            waiting.add(one);
            assertThat(waiting.flush(Duration.ofMinutes(1))).isTrue();
            assertThat(written).containsExactly(one.invocation().id());
        }
    }

    @Test
    void oneThatCannotBeWrittenTakesNoOtherWithIt() throws InterruptedException {
        CountDownLatch gathered = new CountDownLatch(1);
        Queue<String> written = new ConcurrentLinkedQueue<>();
        List<CompletedInvocation> all = List.of(completed(), completed(), completed());
        try (WriteBehind waiting = new WriteBehind(
                entries -> {
                    if (entries.contains(all.get(1))) {
                        throw new IllegalStateException("not writable");
                    }
                    write(entries, gathered, written);
                },
                10)) {
            all.forEach(waiting::add);
            gathered.countDown();
            assertThat(waiting.flush(Duration.ofMinutes(1))).isTrue();
            assertThat(waiting.dropped()).isEqualTo(1);
            assertThat(written)
                    .contains(
                            all.get(0).invocation().id(),
                            all.get(2).invocation().id());
        }
    }

    private static void write(List<CompletedInvocation> entries, CountDownLatch open, Queue<String> written) {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        entries.forEach(entry -> written.add(entry.invocation().id()));
    }

    private static CompletedInvocation completed() {
        return new CompletedInvocation(RedisStorageTesting.invocation(InvocationStatus.SUCCEEDED, null), "");
    }
}
