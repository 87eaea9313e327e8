package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Context;
import io.faasbatch.proxy.runtime.Part;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.StopReason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * One invocation on its virtual thread. It ends once: when the user code returns or throws, or when it is stopped, whichever
 * is first; the other's outcome is dropped.
 */
final class JvmInvocation {

    private final RunRequest request;
    private final RunListener listener;
    private final CapturedOutput output;
    private final Consumer<String> forget;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Thread thread;

    JvmInvocation(
            RunRequest request,
            RunListener listener,
            CapturedOutput output,
            Consumer<String> forget,
            LoadedHandler handler,
            Context context,
            ClassLoader loader) {
        this.request = request;
        this.listener = listener;
        this.output = output;
        this.forget = forget;
        this.thread = Thread.ofVirtual()
                .name("invocation-" + request.id())
                .inheritInheritableThreadLocals(false)
                .unstarted(() -> OutputRouter.capture(output, () -> run(handler, context)));
        thread.setContextClassLoader(loader);
    }

    void start() {
        thread.start();
    }

    void stop(StopReason reason) {
        end(() -> new RunOutcome.Failed(reason.error(), output.seal()));
        thread.interrupt();
    }

    private void run(LoadedHandler handler, Context context) {
        if (ended.get()) {
            return;
        }
        listener.started();
        RunOutcome outcome = outcome(handler, context);
        end(() -> outcome);
    }

    /** Whatever user code throws, an Error too, is its own failure and not the container's. */
    private RunOutcome outcome(LoadedHandler handler, Context context) {
        try {
            Map<String, Part> parts = new HashMap<>();
            JsonNode returned = JvmValues.apart(handler.call(request, context), parts);
            return new RunOutcome.Returned(returned, output.seal(), parts);
        } catch (ConversionException e) {
            return new RunOutcome.Failed(e.detail(), output.seal());
        } catch (Throwable e) {
            return new RunOutcome.Failed(UserError.of(e), output.seal());
        }
    }

    private void end(Supplier<RunOutcome> outcome) {
        if (ended.compareAndSet(false, true)) {
            forget.accept(request.id());
            listener.ended(outcome.get());
        }
    }
}
