package io.faasbatch.experiments.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Waits for the machine to come to rest, so that what one run leaves behind, such as a hundred containers that the Engine still removes, is not in the way of the
 * next.
 */
public final class Calm {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(1);

    /** Of the processors' time. */
    private static final double AT_REST = 0.2;

    /** Looks in a row that find it at rest. */
    private static final int LOOKS = 4;

    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;

    /** Of virtual machines this much is counted under user time as well. */
    private static final int GUEST = 9;

    private final Path proc;
    private final Duration look;
    private final Duration most;

    Calm(Path proc, Duration look, Duration most) {
        this.proc = proc;
        this.look = look;
        this.most = most;
    }

    /** A machine that something else keeps busy is waited for in vain: for a minute at most. False then, and where nothing can be known. */
    public static boolean await() throws InterruptedException {
        return new Calm(Path.of("/proc"), LOOK, MOST).comes();
    }

    boolean comes() throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        int calm = 0;
        Optional<Ticks> before = ticks();
        while (before.isPresent() && calm < LOOKS && System.nanoTime() - end < 0) {
            Thread.sleep(look);
            Optional<Ticks> now = ticks();
            calm = now.isPresent() && now.get().busyShareSince(before.get()) < AT_REST ? calm + 1 : 0;
            before = now;
        }
        return calm == LOOKS;
    }

    private record Ticks(long all, long idle) {

        double busyShareSince(Ticks before) {
            return 1 - (double) (idle - before.idle) / Math.max(1, all - before.all);
        }
    }

    /** The first line of {@code stat}: the time of all processors, by what they did. */
    private Optional<Ticks> ticks() {
        try {
            List<String> fields =
                    HostCounters.fields(Files.readAllLines(proc.resolve("stat")).getFirst());
            long all = 0;
            for (String field : fields.subList(1, Math.min(GUEST, fields.size()))) {
                all += Long.parseLong(field);
            }
            long idle = Long.parseLong(fields.get(IDLE)) + Long.parseLong(fields.get(IO_WAIT));
            return Optional.of(new Ticks(all, idle));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
