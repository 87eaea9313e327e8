package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.invocation.BatchingInvoker;
import io.faasbatch.engine.invocation.Invoker;
import io.faasbatch.engine.worker.WorkQueue;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Puts something of a test's own around a worker's store, queue and invoker; the rest of it is the production program. */
record Decorations(
        UnaryOperator<ExecutionStore> store, UnaryOperator<WorkQueue> queue, UnaryOperator<Invoker> invoker) {

    static final Decorations NONE =
            new Decorations(UnaryOperator.identity(), UnaryOperator.identity(), UnaryOperator.identity());

    Decorations withStore(UnaryOperator<ExecutionStore> of) {
        return new Decorations(of, queue, invoker);
    }

    Decorations withQueue(UnaryOperator<WorkQueue> of) {
        return new Decorations(store, of, invoker);
    }

    Decorations withInvoker(UnaryOperator<Invoker> of) {
        return new Decorations(store, queue, of);
    }

    BeanPostProcessor asProcessor() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (bean) {
                    case ExecutionStore one -> store.apply(one);
                    case WorkQueue one -> queue.apply(one);
                    // What the measured one stands around: it is asked for by its class.
                    case BatchingInvoker one -> one;
                    case Invoker one -> invoker.apply(one);
                    default -> bean;
                };
            }
        };
    }
}
