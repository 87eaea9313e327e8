package io.faasbatch.proxy.value;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.Part;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunOutcome;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.SharedCount;
import io.faasbatch.proxy.runtime.StopReason;
import io.faasbatch.proxy.store.IntermediateData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A runtime whose invocations take and give values by reference: what an input refers to is read before the runtime inside hears
 * of the invocation, and what is large or binary in an output is written after it has ended there. An invocation that has
 * neither passes straight through.
 */
public final class ValueRuntime implements FunctionRuntime {

    private final FunctionRuntime inside;
    private final Transfer transfer;
    private final Map<String, Passage> passages = new ConcurrentHashMap<>();

    public ValueRuntime(FunctionRuntime inside, IntermediateData data, ValueLimits limits, JsonMapper json) {
        this.inside = inside;
        this.transfer = new Transfer(data, limits, json);
    }

    @Override
    public void start(RunRequest request, RunListener listener) {
        Passage passage = new Passage(request, listener);
        passages.put(request.id(), passage);
        if (request.references().isEmpty()) {
            passage.enter(request);
        } else {
            passage.fetch();
        }
    }

    @Override
    public void stop(String invocationId, StopReason reason) {
        Passage passage = passages.get(invocationId);
        if (passage != null) {
            passage.stop(reason);
        }
    }

    @Override
    public SharedCount shared() {
        return inside.shared();
    }

    @Override
    public void close() {
        inside.close();
        List.copyOf(passages.values()).forEach(passage -> passage.stop(StopReason.SHUTDOWN));
    }

    /**
     * One invocation on its way. Its state is guarded by its monitor, which is held while the runtime inside starts or stops it,
     * so that a stop cannot overtake the start.
     */
    private final class Passage implements RunListener {

        private final RunRequest request;
        private final RunListener listener;

        @GuardedBy("this")
        private boolean isInside;

        @GuardedBy("this")
        private boolean ended;

        /** Reads or writes values; null while none are moved. */
        @GuardedBy("this")
        private @Nullable Thread mover;

        Passage(RunRequest request, RunListener listener) {
            this.request = request;
            this.listener = listener;
        }

        synchronized void fetch() {
            mover = Thread.ofVirtual().name("fetch-" + request.id()).start(() -> {
                try {
                    Map<String, Part> parts = transfer.fetch(request);
                    enter(request.with(parts));
                } catch (ValueException e) {
                    end(new RunOutcome.Failed(e.detail(), ""));
                }
            });
        }

        synchronized void enter(RunRequest complete) {
            mover = null;
            if (!ended) {
                isInside = true;
                inside.start(complete, this);
            }
        }

        synchronized void stop(StopReason reason) {
            if (isInside) {
                inside.stop(request.id(), reason);
                return;
            }
            end(new RunOutcome.Failed(reason.error(), ""));
            if (mover != null) {
                mover.interrupt();
            }
        }

        @Override
        public void started() {
            listener.started();
        }

        @Override
        public void ended(RunOutcome outcome) {
            if (outcome instanceof RunOutcome.Returned returned && transfer.concerns(request, returned)) {
                keep(returned);
            } else {
                end(outcome);
            }
        }

        private synchronized void keep(RunOutcome.Returned returned) {
            isInside = false;
            mover = Thread.ofVirtual().name("keep-" + request.id()).start(() -> end(transfer.keep(request, returned)));
        }

        private void end(RunOutcome outcome) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                isInside = false;
                passages.remove(request.id(), this);
            }
            listener.ended(outcome);
        }
    }
}
