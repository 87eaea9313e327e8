package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import java.util.List;

/** Hears which containers have work. Calls return at once. */
public interface Occupancy {

    /** A batch is being sent to the container. */
    Stay begins(Sandbox.Instance container, FunctionDefinition function);

    /** From then until the container has answered for the whole batch, or broke. */
    interface Stay {

        /** Told before anything else is sent to the container in its place; to be told again changes nothing. */
        void ends();
    }

    /** Tells them all, in this order. */
    static Occupancy of(List<Occupancy> all) {
        List<Occupancy> listeners = List.copyOf(all);
        return (container, function) -> {
            List<Stay> stays = listeners.stream()
                    .map(listener -> listener.begins(container, function))
                    .toList();
            return () -> stays.forEach(Stay::ends);
        };
    }
}
