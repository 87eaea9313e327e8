package io.faasbatch.experiments.load;

import io.faasbatch.experiments.load.LiveLoad.Snapshot;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How much of a load's time is over, and how many calls a second are sent and answered: on a terminal one line that is written over and over, elsewhere a line
 * now and then. Immutable; each showing has a thread of its own.
 */
public final class ProgressBar implements Display {

    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final int WIDTH = 30;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;

    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** For whatever the standard output of this program is. */
    public static ProgressBar on(PrintStream out) {
        return new ProgressBar(
                out,
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    }

    @Override
    public Showing show(LiveLoad load) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().name("progress").start(() -> draw(load, ended));
        return () -> {
            ended.countDown();
            join(thread);
        };
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void draw(LiveLoad load, CountDownLatch ended) {
        Duration pause = terminal ? ON_TERMINAL : ELSEWHERE;
        Snapshot before = load.now();
        try {
            while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                Snapshot now = load.now();
                String line = line(before, now);
                if (terminal) {
                    out.print(CLEAR_LINE + line);
                    out.flush();
                } else {
                    out.println(line);
                }
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    String line(Snapshot before, Snapshot now) {
        double seconds = Math.max(1, now.elapsed().minus(before.elapsed()).toNanos()) / NANOS_PER_SECOND;
        int filled = (int) Math.round(now.done() * WIDTH);
        String bar = terminal ? "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " : "  ";
        return String.format(
                Locale.ROOT,
                "%s%3.0f %%  %d of %d sent, %.0f/s; %.0f/s answered, %d in flight%s; up to %.1f ms late",
                bar,
                100 * now.done(),
                now.sent(),
                now.planned(),
                (now.sent() - before.sent()) / seconds,
                (now.answered() - before.answered()) / seconds,
                now.inFlight(),
                now.flawed() > 0 ? ", " + now.flawed() + " NOT RIGHT" : "",
                now.latest().toNanos() / NANOS_PER_MILLI);
    }
}
