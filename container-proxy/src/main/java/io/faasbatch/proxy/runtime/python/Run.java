package io.faasbatch.proxy.runtime.python;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.StopReason;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One invocation that was started and has not ended. Tells its listener of the end once, whoever reports it first. */
final class Run {

    private final RunRequest request;
    private final RunListener listener;
    private final AtomicReference<@Nullable StopReason> stopped = new AtomicReference<>();
    private final ReentrantLock lock = new ReentrantLock(); // makes the listener's calls come one after the other

    @GuardedBy("lock")
    private boolean ended;

    Run(RunRequest request, RunListener listener) {
        this.request = request;
        this.listener = listener;
    }

    RunRequest request() {
        return request;
    }

    /** Remembers why it is stopped; false when it was stopped before. */
    boolean stop(StopReason reason) {
        return stopped.compareAndSet(null, reason);
    }

    void started() {
        lock.lock();
        try {
            if (!ended) {
                listener.started();
            }
        } finally {
            lock.unlock();
        }
    }

    void ended(RunOutcome outcome) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                listener.ended(outcome);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether nobody has asked for it to be stopped. */
    boolean isWanted() {
        return stopped.get() == null;
    }

    /** @param type of the error */
    void crashed(String type, String reason) {
        StopReason why = stopped.get();
        ErrorDetail error = why == null ? new ErrorDetail(type, reason, null) : reason(why);
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
