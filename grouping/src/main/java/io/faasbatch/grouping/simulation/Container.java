package io.faasbatch.grouping.simulation;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.ContainerView;
import io.faasbatch.grouping.FunctionId;
import java.util.ArrayDeque;
import java.util.Deque;

/** A container of a function. Belongs to the {@link ModelFleet}. */
final class Container {

    final ContainerId id;
    final FunctionId function;
    final long beganAt;
    final Deque<Job> waiting = new ArrayDeque<>();
    boolean ready;
    boolean gone;
    int running;
    long readyAt;
    long idleSince;

    Container(ContainerId id, FunctionId function, long beganAt) {
        this.id = id;
        this.function = function;
        this.beganAt = beganAt;
    }

    int inFlight() {
        return waiting.size() + running;
    }

    boolean idle() {
        return ready && inFlight() == 0;
    }

    long bytes(Worker worker) {
        return worker.containerBytes() + inFlight() * worker.invocationBytes();
    }

    ContainerView view(Worker worker) {
        long each = worker.invocationBytes();
        long left = worker.containerLimitBytes() - bytes(worker);
        int room = each == 0 ? ContainerView.UNKNOWN_ROOM : Math.clamp(left / each, 0, Integer.MAX_VALUE);
        return new ContainerView(id, ready, inFlight(), room);
    }
}
