package io.faasbatch.grouping.simulation;

import java.util.Comparator;
import java.util.List;

/** What is replayed: invocations in the order of their arrival, equal ones in the order given. */
public record Workload(List<Arrival> arrivals) {

    public Workload {
        arrivals =
                arrivals.stream().sorted(Comparator.comparing(Arrival::offset)).toList();
    }
}
