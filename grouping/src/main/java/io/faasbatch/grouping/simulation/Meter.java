package io.faasbatch.grouping.simulation;

/** Adds up memory over time. Times are nanoseconds. */
final class Meter {

    private long at;
    private double byteNanos;
    private double idleByteNanos;
    private double containerNanos;
    private long peak;

    /** It has been like this since the last call. */
    void pass(long now, long bytes, long idleBytes, int containers) {
        double passed = now - at;
        byteNanos += passed * bytes;
        idleByteNanos += passed * idleBytes;
        containerNanos += passed * containers;
        peak = Math.max(peak, bytes);
        at = now;
    }

    long meanBytes() {
        return (long) (byteNanos / Math.max(1, at));
    }

    long meanIdleBytes() {
        return (long) (idleByteNanos / Math.max(1, at));
    }

    double containerNanos() {
        return containerNanos;
    }

    long peakBytes() {
        return peak;
    }
}
