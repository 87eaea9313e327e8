package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.InvocationRecord.BatchUse;
import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.engine.invocation.TimeSource;
import io.faasbatch.grouping.Batch;
import io.faasbatch.protocol.BatchInvocation;
import io.faasbatch.protocol.BatchRequest;
import io.faasbatch.protocol.InvocationResult;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One batch on its way through one ready container. Runs once, on a thread of its own, to which its state belongs. */
final class BatchDelivery implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchDelivery.class);

    /** Bytes of a request; a container proxy takes 64 MiB. */
    private static final int MOST_BYTES = 32 << 20;

    /** What a delivery tells the pool. */
    interface Outcome extends PendingInvocation.Carrier {

        void opened(Container container, ProxyClient.Answer answer);

        void closed(Container container, ProxyClient.Answer answer);

        /** The invocation was not sent: it had ended. */
        void released(Container container, PendingInvocation invocation);

        /** The container has answered for the invocation. */
        void answered(Container container, PendingInvocation invocation, InvocationResult result);

        /** The container cannot be used any more; {@code reached} says whether the invocations may have begun to run. */
        void broken(Container container, List<PendingInvocation> unfinished, boolean reached, String why);
    }

    private final Container container;
    private final URI proxy;
    private final Supplier<Occupancy.Stay> stay;
    private final Batch<PendingInvocation> batch;
    private final PendingInvocation.ColdStart coldStart;
    private final ProxyClient proxies;
    private final Outcome outcome;
    private final TimeSource time;
    private final Map<String, PendingInvocation> open = new LinkedHashMap<>();

    /**
     * @param stay tells that the container has work from now on
     * @param coldStart when the container was started
     */
    BatchDelivery(
            Container container,
            URI proxy,
            Supplier<Occupancy.Stay> stay,
            Batch<PendingInvocation> batch,
            PendingInvocation.ColdStart coldStart,
            ProxyClient proxies,
            Outcome outcome,
            TimeSource time) {
        this.container = container;
        this.proxy = proxy;
        this.stay = stay;
        this.batch = batch;
        this.coldStart = coldStart;
        this.proxies = proxies;
        this.outcome = outcome;
        this.time = time;
    }

    @Override
    public void run() {
        boolean reached = false;
        try {
            BatchRequest request = mark();
            if (request.invocations().isEmpty()) {
                return;
            }
            byte[] body = proxies.encode(request);
            if (body.length > MOST_BYTES && open.size() > 1) {
                runInHalves();
                return;
            }
            reached = true;
            exchange(body, stay.get());
            if (!open.isEmpty()) {
                fail(true, "it left invocations unanswered");
            }
        } catch (UnreachableException | RefusedException e) {
            // A batch is refused as a whole, also by a container of another function that has the address by now.
            fail(false, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(reached, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("Batch {} failed in a way that was not foreseen", batch.id(), e);
            fail(reached, e.toString());
        }
    }

    /** Large inputs: refused as a whole, the batch would look like one that broke the container. */
    private void runInHalves() {
        List<PendingInvocation> all = List.copyOf(open.values());
        int half = all.size() / 2;
        Thread.startVirtualThread(part(all.subList(half, all.size())));
        part(all.subList(0, half)).run();
    }

    private BatchDelivery part(List<PendingInvocation> invocations) {
        Batch<PendingInvocation> part = new Batch<>(batch.id(), batch.function(), invocations);
        return new BatchDelivery(container, proxy, stay, part, coldStart, proxies, outcome, time);
    }

    private void fail(boolean reached, String why) {
        outcome.broken(container, new ArrayList<>(open.values()), reached, why);
    }

    /** Marks the invocations as sent, leaving out those that have ended meanwhile. */
    private BatchRequest mark() {
        PendingInvocation.Delivery delivery = new PendingInvocation.Delivery(
                container.id.value(),
                new BatchUse(batch.id(), batch.invocations().size()),
                time.now(),
                time.nanoTime(),
                coldStart,
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
        return new BatchRequest(batch.id(), Optional.of(container.functionId.name()), onWire);
    }

    private void exchange(byte[] request, Occupancy.Stay busy) throws IOException {
        try {
            ProxyClient.Answer answer = proxies.batch(proxy, request);
            outcome.opened(container, answer);
            try {
                answer.forEach(result -> ended(result, busy));
            } finally {
                outcome.closed(container, answer);
            }
        } finally {
            busy.ends();
        }
    }

    private void ended(InvocationResult result, Occupancy.Stay busy) {
        PendingInvocation invocation = open.remove(result.id());
        if (invocation == null) {
            LOG.warn("{} answered for {}, which batch {} does not wait for", container, result.id(), batch.id());
            return;
        }
        if (open.isEmpty()) {
            busy.ends();
        }
        outcome.answered(container, invocation, result);
        if (open.isEmpty()) {
            invocation.completeHere(result);
        } else {
            invocation.complete(result);
        }
    }
}
