package io.faasbatch.grouping;

import java.util.concurrent.locks.LockSupport;

/** The time a batcher lives in: the real one, or one that a test moves. */
public interface Ticker {

    /** Nanoseconds since some fixed moment; never goes back. */
    long nanoTime();

    /**
     * Parks the calling thread for at most {@code nanos}, or until it is unparked. May return early for no reason.
     *
     * @param nanos above 0; {@link Long#MAX_VALUE} means until unparked
     */
    void park(long nanos);

    /** The time of the machine. */
    static Ticker system() {
        return SystemTicker.INSTANCE;
    }

    /** Monotonic time of the machine. */
    enum SystemTicker implements Ticker {
        INSTANCE;

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void park(long nanos) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
    }
}
