package io.faasbatch.engine.worker;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** Begins what it is told to begin, and notes how it ends. */
final class ScriptedCallStore implements CallStore {

    record End(Optional<CompletedInvocation> result, Next next) {}

    final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

    /** How often Redis is still away. */
    final AtomicInteger outages = new AtomicInteger();

    private volatile Optional<Begun> begun;

    ScriptedCallStore(Optional<Begun> begun) {
        this.begun = begun;
    }

    void beginsNow(Begun other) {
        begun = Optional.of(other);
    }

    @Override
    public String accept(
            InvocationRecord pending, JsonNode input, Optional<URI> callback, Optional<String> idempotencyKey) {
        throw new AssertionError("a worker accepts nothing");
    }

    @Override
    public Optional<Begun> begin(WorkItem.InvocationWork claim) {
        reach();
        return begun;
    }

    @Override
    public boolean end(WorkItem.InvocationWork claim, Optional<CompletedInvocation> result, Next next) {
        reach();
        ends.add(new End(result, next));
        return true;
    }

    @Override
    public boolean cancel(InvocationId id) {
        throw new AssertionError("a worker asks for no cancel");
    }

    private void reach() {
        if (outages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StorageUnavailableException("away", new IOException("refused"));
        }
    }
}
