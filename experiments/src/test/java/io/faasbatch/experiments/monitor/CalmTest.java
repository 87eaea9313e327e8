package io.faasbatch.experiments.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalmTest {

    private static final Duration LOOK = Duration.ofMillis(5);

    @TempDir
    private Path proc;

    @Test
    void aMachineWhoseProcessorsAreIdleIsAtRest() throws Exception {
        assertThat(calmWhile(5, 100, Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void aBusyMachineIsWaitedForInVain() throws Exception {
        assertThat(calmWhile(100, 5, Duration.ofMillis(300))).isFalse();
    }

    @Test
    void whatCannotBeReadIsNotWaitedFor() throws InterruptedException {
        assertThat(new Calm(proc, LOOK, Duration.ofMinutes(1)).comes()).isFalse();
    }

    private boolean calmWhile(int busyTicks, int idleTicks, Duration most) throws Exception {
        write(0, 0);
        Thread ticking = Thread.ofPlatform().daemon().start(() -> {
            for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
                write(i * busyTicks, i * idleTicks);
            }
        });
        try {
            return new Calm(proc, LOOK, most).comes();
        } finally {
            ticking.interrupt();
            ticking.join();
        }
    }

    /** As a whole, as the kernel does. */
    private void write(int busy, int idle) {
        try {
            Path next = proc.resolve("next");
            Files.writeString(next, "cpu  " + busy + " 0 0 " + idle + " 0 0 0 0 0 0\ncpu0 1 2 3 4\n");
            Files.move(next, proc.resolve("stat"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
