package io.faasbatch.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DeadLetterTrimTest {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final AtomicInteger asked = new AtomicInteger();
    private final BlockingQueue<Duration> pauses = new SynchronousQueue<>();
    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();

    /** -1 stands for an outage. */
    private final DeadLetters letters = DeadLetters.class.cast(Proxy.newProxyInstance(
            DeadLetters.class.getClassLoader(), new Class<?>[] {DeadLetters.class}, (_, _, _) -> {
                asked.incrementAndGet();
                int answer = answers.isEmpty() ? 0 : answers.remove();
                if (answer < 0) {
                    throw new StorageUnavailableException("away", new IOException("refused"));
                }
                return answer;
            }));

    @Test
    void allThatAreTooOldGoAtEachTurnAndAnOutageIsSurvived() throws InterruptedException {
        answers.add(100);
        answers.add(100);
        answers.add(3);
        answers.add(0);
        answers.add(-1);
        try (DeadLetterTrim trim = new DeadLetterTrim(letters, EVERY, pauses::put)) {
            trim.start();
            assertThat(pauses.take()).isEqualTo(EVERY);
            assertThat(asked).hasValueGreaterThanOrEqualTo(4);
            pauses.take();
            pauses.take();
            assertThat(answers).isEmpty();
        }
    }
}
