package io.faasbatch.proxy.runtime.python;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.StopReason;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One invocation that was started and has not ended. Tells its listener of the end once, whoever reports it first. */
final class Run {

    private final RunRequest request;
    private final RunListener listener;
    private final AtomicReference<@Nullable StopReason> stopped = new AtomicReference<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Run(RunRequest request, RunListener listener) {
        this.request = request;
        this.listener = listener;
    }

    RunRequest request() {
        return request;
    }

    /** What the run's intermediate data is kept under. */
    String scope() {
        return request.context().executionId().orElse(request.id());
    }

    /** Remembers why it is stopped; false when it was stopped before. */
    boolean stop(StopReason reason) {
        return stopped.compareAndSet(null, reason);
    }

    void started() {
        if (!ended.get()) {
            listener.started();
        }
    }

    void ended(RunOutcome outcome) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(outcome);
        }
    }

    void crashed(String reason) {
        StopReason why = stopped.get();
        ErrorDetail error = why == null ? new ErrorDetail(ErrorDetail.CRASHED, reason, null) : reason(why);
        ended(new RunOutcome.Failed(error, ""));
    }

    void stopped(String logs) {
        StopReason why = stopped.get();
        ended(new RunOutcome.Failed(reason(why == null ? StopReason.SHUTDOWN : why), logs));
    }

    private ErrorDetail reason(StopReason why) {
        return switch (why) {
            case DEADLINE ->
                new ErrorDetail(ErrorDetail.TIMEOUT, "The deadline " + request.deadline() + " passed", null);
            case CANCELLED -> new ErrorDetail(ErrorDetail.CANCELLED, "The invocation was cancelled", null);
            case SHUTDOWN -> new ErrorDetail(ErrorDetail.CRASHED, "The container was shut down", null);
        };
    }
}
