package io.faasbatch.grouping;

import java.time.Duration;

/** How fast a queue empties, from the last few seconds. Not thread-safe: belongs to the queue. */
final class DrainRate {

    static final Duration LEAST = Duration.ofSeconds(1);
    static final Duration MOST = Duration.ofSeconds(30);

    private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();

    private long windowStart;
    private long before;
    private long current;

    DrainRate(long now) {
        windowStart = now;
    }

    void left(int count, long now) {
        roll(now);
        current += count;
    }

    /** When a refused invocation may come again: when what is queued now should have left, within limits. */
    Duration retryAfter(int queued, long now) {
        roll(now);
        long left = before + current;
        if (left == 0) {
            return now - windowStart < LEAST.toNanos() ? LEAST : MOST;
        }
        long span = now - windowStart + (before > 0 ? WINDOW_NANOS : 0);
        double nanos = (double) queued / left * Math.max(1, span);
        return Duration.ofNanos(Math.clamp((long) nanos, LEAST.toNanos(), MOST.toNanos()));
    }

    private void roll(long now) {
        long passed = (now - windowStart) / WINDOW_NANOS;
        if (passed > 0) {
            before = passed == 1 ? current : 0;
            current = 0;
            windowStart += passed * WINDOW_NANOS;
        }
    }
}
