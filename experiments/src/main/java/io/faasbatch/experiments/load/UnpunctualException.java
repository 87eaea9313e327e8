package io.faasbatch.experiments.load;

/** A load could not be sent as it was meant to be, so that what was measured is of another load. */
public final class UnpunctualException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnpunctualException(String load, Punctuality punctuality) {
        super(load + ": 1 of 100 calls was sent more than " + punctuality.p99().toMillis() + " ms late, and "
                + punctuality.bound().toMillis()
                + " ms is the most this load bears; is the machine busy with something else?");
    }
}
