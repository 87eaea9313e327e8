package io.faasbatch.experiments.trace;

/**
 * An arrival as a file has it, with the names it has there.
 *
 * @param app empty when there is none
 */
record Recorded(String app, String function, Arrival arrival) {

    static Recorded withoutApp(Arrival arrival) {
        return new Recorded("", arrival.function(), arrival);
    }
}
