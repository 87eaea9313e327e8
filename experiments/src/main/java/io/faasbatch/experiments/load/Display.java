package io.faasbatch.experiments.load;

/** Shows how a load goes while it is sent. */
public interface Display {

    /** Shows nothing. */
    Display NONE = _ -> () -> {};

    /** From now on until the showing is closed. */
    Showing show(LiveLoad load);

    /** A load that is being shown. */
    interface Showing extends AutoCloseable {

        @Override
        void close();
    }
}
