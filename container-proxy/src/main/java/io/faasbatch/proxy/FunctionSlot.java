package io.faasbatch.proxy;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.protocol.ProxyMetrics;
import io.faasbatch.proxy.batch.QueueCounts;
import io.faasbatch.proxy.batch.RunQueue;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.Services;
import io.faasbatch.proxy.runtime.SharedCount;
import java.util.Optional;

/** The one function of this container: empty, being filled or emptied by one request, or filled. Only platform threads come here. */
final class FunctionSlot {

    /** A function that can be called. */
    record Loaded(String function, String runtimeName, FunctionRuntime runtime, RunQueue queue, Services services) {

        ProxyMetrics metrics() {
            QueueCounts counts = queue.counts();
            SharedCount shared = runtime.shared();
            return new ProxyMetrics(
                    counts.batches(),
                    counts.invocations(),
                    counts.running(),
                    counts.waiting(),
                    new ProxyMetrics.Shared(shared.created(), shared.reused()),
                    services.data().counts(),
                    services.http().counts());
        }

        void close() {
            queue.close();
            runtime.close();
            services.close();
        }
    }

    @GuardedBy("this")
    private boolean claimed;

    @GuardedBy("this")
    private Optional<Loaded> loaded = Optional.empty();

    @GuardedBy("this")
    private Runnable claims = () -> {};

    synchronized void onClaim(Runnable heard) {
        claims = heard;
    }

    /** The caller alone may fill the slot, and must call {@link #fill} or {@link #release}. */
    synchronized void claim() throws RefusedException {
        if (claimed) {
            String state = loaded.isPresent() ? "initialised already" : "being initialised";
            throw new RefusedException(409, "AlreadyInitialised", "this container is " + state);
        }
        claimed = true;
        claims.run();
    }

    synchronized void fill(Loaded function) {
        loaded = Optional.of(function);
    }

    /** Loading failed, or the function is gone: the slot may be filled again. */
    synchronized void release() {
        claimed = false;
    }

    /** Takes the function out. The slot stays claimed until the caller, who has it now, calls {@link #release}. */
    synchronized Loaded takeOut() throws RefusedException {
        Loaded function = require();
        loaded = Optional.empty();
        return function;
    }

    synchronized Optional<Loaded> loaded() {
        return loaded;
    }

    Loaded require() throws RefusedException {
        return loaded().orElseThrow(
                        () -> new RefusedException(409, "NotInitialised", "this container has no function yet"));
    }
}
