package example;

import io.faasbatch.api.Context;
import io.faasbatch.api.Handler;

/** Gives its input back: what remains is the cost of the way. */
public final class Noop implements Handler<Object, Object> {

    @Override
    public Object handle(Object input, Context context) {
        return input;
    }
}
