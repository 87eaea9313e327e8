package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.worker.WorkItem;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What all workers of a test did, watched from where nothing can be hidden: between them and Redis. Thread-safe. */
final class History {

    final AtomicInteger checkpoints = new AtomicInteger();
    final AtomicInteger unavailable = new AtomicInteger();
    final AtomicInteger pauses = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger invocations = new AtomicInteger();
    final AtomicInteger takenOver = new AtomicInteger();
    final Queue<String> violations = new ConcurrentLinkedQueue<>();

    /** Which claim wrote that a step has ended well, by the id of its invocation. */
    private final Map<String, Long> finished = new ConcurrentHashMap<>();

    /** The newest claim of each execution. */
    private final Map<String, Long> claims = new ConcurrentHashMap<>();

    void claimed(WorkItem item) {
        if (item instanceof WorkItem.ExecutionWork work) {
            long token = work.owner().token();
            claims.merge(item.id(), token, Math::max);
            if (token > 1) {
                takenOver.incrementAndGet();
            }
        }
    }

    long lastClaim(String execution) {
        return claims.getOrDefault(execution, 0L);
    }

    void begun(InvocationRequest request) {
        invocations.incrementAndGet();
        if (finished.containsKey(request.id().value())) {
            violations.add(request.id() + " had finished, and is begun again");
        }
    }

    void written(Ownership owner, Checkpoint change) {
        checkpoints.incrementAndGet();
        for (StepRecord step : change.steps()) {
            if (step.status() == StepStatus.SUCCEEDED) {
                String id = owner.execution() + ":" + step.name();
                Long before = finished.putIfAbsent(id, owner.token());
                if (before != null && before != owner.token()) {
                    violations.add(id + " is recorded by claim " + before + " and again by claim " + owner.token());
                }
            }
        }
    }

    String summary() {
        return invocations + " invocations, " + checkpoints + " checkpoints, " + unavailable + " times no answer, "
                + pauses + " pauses, " + takenOver + " claims of what another had begun, " + refused
                + " late results refused, " + violations.size() + " violations";
    }
}
