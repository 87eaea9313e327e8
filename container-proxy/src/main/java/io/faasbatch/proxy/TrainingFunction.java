package io.faasbatch.proxy;

import io.faasbatch.api.Context;
import io.faasbatch.api.Handler;

/** What the training run deploys. */
public final class TrainingFunction implements Handler<Object, Object> {

    @Override
    public Object handle(Object input, Context context) {
        System.err.println("training " + context.attempt());
        return input;
    }
}
