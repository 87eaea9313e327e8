package io.faasbatch.proxy.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CommandsTest {

    private static final int GIVERS = 8;
    private static final int EACH = 2_000;

    private final Commands commands = new Commands();

    @Test
    void eachIsRunOnceOneAtATimeInOrderAndOnPlatformThreadsAlone() throws InterruptedException {
        int[] last = new int[GIVERS];
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean wrong = new AtomicBoolean();
        CountDownLatch left = new CountDownLatch(GIVERS * EACH);
        List<Thread> givers = new ArrayList<>();
        for (int giver = 0; giver < GIVERS; giver++) {
            int own = giver;
            Thread.Builder kind = own % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            givers.add(kind.start(() -> {
                for (int i = 1; i <= EACH; i++) {
                    int number = i;
                    commands.execute(() -> {
                        boolean alone = inside.incrementAndGet() == 1;
                        boolean next = last[own] == number - 1;
                        last[own] = number;
                        if (!alone || !next || Thread.currentThread().isVirtual()) {
                            wrong.set(true);
                        }
                        inside.decrementAndGet();
                        left.countDown();
                    });
                }
            }));
        }
        left.await();
        for (Thread giver : givers) {
            giver.join();
        }
        assertThat(wrong).isFalse();
        assertThat(last).containsOnly(EACH);
    }

    @Test
    void oneGivenByACommandIsRunAfterIt() {
        List<String> run = new ArrayList<>();
        commands.execute(() -> {
            commands.execute(() -> run.add("second"));
            run.add("first");
        });
        assertThat(run).containsExactly("first", "second");
    }

    @Test
    void oneThatFailsTakesNoOtherWithIt() throws InterruptedException {
        CountDownLatch next = new CountDownLatch(1);
        Thread giver = Thread.ofPlatform().unstarted(() -> {
            commands.execute(() -> {
                throw new IllegalStateException("for the test");
            });
            commands.execute(next::countDown);
        });
        List<Throwable> told = new ArrayList<>();
        giver.setUncaughtExceptionHandler((_, failure) -> told.add(failure));
        giver.start();
        next.await();
        giver.join();
        assertThat(told).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoGivesOneWhileAnotherIsRunGoesOn() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Thread> second = new CompletableFuture<>();
        Thread first = Thread.ofPlatform()
                .start(() -> commands.execute(() -> {
                    running.countDown();
                    await(goOn);
                }));
        running.await();
        commands.execute(() -> second.complete(Thread.currentThread()));
        assertThat(second).isNotDone();
        goOn.countDown();
        assertThat(second.get()).isSameAs(first);
    }

    @Test
    void anAlarmRingsUnlessItIsCancelledOrTooLate() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(1);
        AtomicBoolean cancelled = new AtomicBoolean();
        commands.after(TimeUnit.HOURS.toNanos(1), () -> cancelled.set(true)).cancel(false);
        var _ = commands.after(1, rung::countDown);
        rung.await();
        commands.close();
        assertThat(cancelled).isFalse();
        CompletableFuture<Thread> afterwards = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(() -> commands.execute(() -> afterwards.complete(Thread.currentThread())))
                .join();
        assertThat(afterwards).isDone();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
