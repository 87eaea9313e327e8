package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.InvocationRecord.BatchUse;
import io.faasbatch.engine.invocation.InvocationRecord.ContainerUse;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.Batch;
import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.BatchRequest;
import io.faasbatch.protocol.InvocationResult;
import io.faasbatch.protocol.ProxyStatus;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One batch on its way through one ready container. Runs once, on a virtual thread of its own, to which its state belongs. */
final class BatchDelivery implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchDelivery.class);

    /** A container that was not used for this long is asked whether it lives before a batch is entrusted to it. */
    private static final Duration ASK_AFTER = Duration.ofSeconds(1);

    /** What a delivery tells the pool. */
    interface Outcome extends PendingInvocation.Carrier {

        void opened(Container container, ProxyClient.Answer answer);

        void closed(Container container, ProxyClient.Answer answer);

        /** The invocation is over for the container. */
        void released(Container container, PendingInvocation invocation);

        /** The container cannot be used any more; {@code reached} says whether the invocations may have begun to run. */
        void broken(Container container, List<PendingInvocation> unfinished, boolean reached, String why);
    }

    private final Container container;
    private final URI proxy;
    private final Batch<PendingInvocation> batch;
    private final Duration unused;
    private final Duration coldStart;
    private final ProxyClient proxies;
    private final Outcome outcome;
    private final TimeSource time;
    private final Map<String, PendingInvocation> open = new LinkedHashMap<>();

    /**
     * @param unused how long the container has had nothing to do
     * @param coldStart how long the batch waited for the container to start; zero when it was there
     */
    BatchDelivery(
            Container container,
            URI proxy,
            Batch<PendingInvocation> batch,
            Duration unused,
            Duration coldStart,
            ProxyClient proxies,
            Outcome outcome,
            TimeSource time) {
        this.container = container;
        this.proxy = proxy;
        this.batch = batch;
        this.unused = unused;
        this.coldStart = coldStart.plus(batch.startWait());
        this.proxies = proxies;
        this.outcome = outcome;
        this.time = time;
    }

    @Override
    public void run() {
        boolean reached = false;
        try {
            if (unused.compareTo(ASK_AFTER) > 0 && !isAlive()) {
                outcome.broken(container, batch.invocations(), false, "it no longer answers");
                return;
            }
            BatchRequest request = mark();
            if (request.invocations().isEmpty()) {
                return;
            }
            reached = true;
            exchange(request);
            if (!open.isEmpty()) {
                fail(true, "it left invocations unanswered");
            }
        } catch (UnreachableException e) {
            fail(false, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(reached, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(reached, "the worker is stopping");
        } catch (RuntimeException e) {
            LOG.error("Batch {} failed in a way that was not foreseen", batch.id(), e);
            fail(reached, e.toString());
        }
    }

    private void fail(boolean reached, String why) {
        outcome.broken(container, new ArrayList<>(open.values()), reached, why);
    }

    /** Its address may belong to another function's container by now. */
    private boolean isAlive() throws InterruptedException {
        try {
            ProxyStatus status = proxies.status(proxy);
            return container.functionId.name().equals(status.function());
        } catch (IOException e) {
            LOG.info("{} no longer answers: {}", container, e.getMessage());
            return false;
        }
    }

    /** Marks the invocations as sent, leaving out those that have ended meanwhile. */
    private BatchRequest mark() {
        PendingInvocation.Delivery delivery = new PendingInvocation.Delivery(
                new ContainerUse(container.id.value(), coldStart.isPositive()),
                new BatchUse(batch.id(), batch.invocations().size()),
                time.now(),
                time.nanoTime(),
                coldStart.toNanos(),
                outcome);
        List<BatchInvocation> onWire = new ArrayList<>();
        for (PendingInvocation invocation : batch.invocations()) {
            if (invocation.deliver(delivery)) {
                open.put(invocation.id(), invocation);
                onWire.add(invocation.onWire());
            } else {
                outcome.released(container, invocation);
            }
        }
        return new BatchRequest(batch.id(), onWire);
    }

    private void exchange(BatchRequest request) throws IOException, InterruptedException {
        ProxyClient.Answer answer = proxies.batch(proxy, request);
        outcome.opened(container, answer);
        try {
            answer.forEach(this::ended);
        } finally {
            outcome.closed(container, answer);
        }
    }

    private void ended(InvocationResult result) {
        PendingInvocation invocation = open.remove(result.id());
        if (invocation == null) {
            LOG.warn("{} answered for {}, which batch {} does not wait for", container, result.id(), batch.id());
            return;
        }
        outcome.released(container, invocation);
        invocation.complete(result);
    }
}
