package io.faasbatch.engine.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class StartTurnsTest {

    private final StartTurns<String> turns = new StartTurns<>(1);
    private final BlockingQueue<String> served = new LinkedBlockingQueue<>();

    @Test
    void whoeverWantsManyDoesNotKeepAnotherFromItsFirst() throws InterruptedException {
        assertThat(turns.acquire("many")).isTrue();
        startWaiting("many", 1);
        startWaiting("many", 2);
        startWaiting("few", 1);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            turns.release();
            order.add(served.take());
        }
        assertThat(order).containsExactly("many 1: true", "few 1: true", "many 2: true");
    }

    @Test
    void aTurnOfOneThatWasInterruptedGoesToTheNext() throws InterruptedException {
        assertThat(turns.acquire("many")).isTrue();
        Thread first = startWaiting("many", 1);
        startWaiting("many", 2);
        first.interrupt();
        first.join();
        turns.release();
        assertThat(served.take()).isEqualTo("many 1: interrupted");
        assertThat(served.take()).isEqualTo("many 2: true");
    }

    @Test
    void afterTheEndNobodyWaits() throws InterruptedException {
        assertThat(turns.acquire("many")).isTrue();
        startWaiting("few", 1);
        turns.close();
        assertThat(served.take()).isEqualTo("few 1: false");
        assertThat(turns.acquire("many")).isFalse();
    }

    /** Returns when it waits. */
    private Thread startWaiting(String kind, int number) throws InterruptedException {
        String name = kind + " " + number;
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                served.add(name + ": " + turns.acquire(kind));
            } catch (InterruptedException e) {
                served.add(name + ": interrupted");
            }
        });
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
        return thread;
    }
}
