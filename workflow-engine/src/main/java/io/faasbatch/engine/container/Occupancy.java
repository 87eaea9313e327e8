package io.faasbatch.engine.container;

import io.faasbatch.engine.function.FunctionDefinition;
import java.util.List;
import java.util.function.Function;

/** Hears which containers have work, or are made ready for some. Calls return at once. */
public interface Occupancy {

    /** A batch is being sent to the container. */
    Stay begins(Sandbox.Instance container, FunctionDefinition function);

    /** The container is being started for that function, or is given its code. */
    default Stay prepares(Sandbox.Instance container, FunctionDefinition function) {
        return Stay.NONE;
    }

    /** From then until the container has answered for the whole batch, or broke; or until it can serve, or did not come up. */
    interface Stay {

        /** Nobody hears of it. */
        Stay NONE = () -> {};

        /** Told before anything else is sent to the container in its place; to be told again changes nothing. */
        void ends();
    }

    /** Tells them all, in this order. */
    static Occupancy of(List<Occupancy> all) {
        List<Occupancy> listeners = List.copyOf(all);
        return new Occupancy() {
            @Override
            public Stay begins(Sandbox.Instance container, FunctionDefinition function) {
                return each(listener -> listener.begins(container, function));
            }

            @Override
            public Stay prepares(Sandbox.Instance container, FunctionDefinition function) {
                return each(listener -> listener.prepares(container, function));
            }

            private Stay each(Function<Occupancy, Stay> told) {
                List<Stay> stays = listeners.stream().map(told).toList();
                return () -> stays.forEach(Stay::ends);
            }
        };
    }
}
