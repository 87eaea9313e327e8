package io.faasbatch.experiments.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The runs of an experiment in their order. Repeats are interleaved: each goes through all configurations, beginning with another one, so that what changes on the
 * machine in the course of hours hits all alike.
 */
final class Schedule {

    /**
     * One run.
     *
     * @param repeat from 1
     * @param order its place among all runs, from 1
     */
    record Slot(Configuration configuration, int repeat, int order) {}

    private Schedule() {}

    static List<Slot> of(List<Configuration> configurations, int repeats) {
        List<Slot> slots = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            List<Configuration> order = new ArrayList<>(configurations);
            Collections.rotate(order, -repeat * Math.max(1, configurations.size() / repeats));
            for (Configuration configuration : order) {
                slots.add(new Slot(configuration, repeat + 1, slots.size() + 1));
            }
        }
        return slots;
    }
}
