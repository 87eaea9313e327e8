package io.faasbatch.engine.execution;

import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.workflow.Scope;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One invocation of a step: the step's only one, or that of one element of its foreach. Owned by the thread of its execution. */
final class ElementRun {

    private final int index;
    private final Optional<Scope.Element> element;
    private int attempts;
    private int inVain;
    private @Nullable CompletableFuture<CompletedInvocation> invocation;
    private Runnable retryTimer = () -> {};
    private @Nullable InvocationRecord last;
    private @Nullable JsonNode output;

    ElementRun(int index, Optional<Scope.Element> element) {
        this.index = index;
        this.element = element;
    }

    int index() {
        return index;
    }

    Optional<Scope.Element> element() {
        return element;
    }

    /** Attempts begun so far. */
    int attempts() {
        return attempts;
    }

    void running(CompletableFuture<CompletedInvocation> future) {
        invocation = future;
    }

    void beginAttempt() {
        attempts++;
    }

    /** The attempt ended before user code could start, for no fault of the function. */
    void takeBackAttempt() {
        attempts--;
    }

    /** Another attempt was in vain for such a reason; @return how many those are in a row */
    int countInVain() {
        return ++inVain;
    }

    void waiting(Runnable cancelTimer) {
        retryTimer = cancelTimer;
    }

    void ended(InvocationRecord record) {
        invocation = null;
        last = record;
        output = record.output();
    }

    /** What its last attempt gave; null until one has succeeded. */
    @Nullable
    JsonNode output() {
        return output;
    }

    /** Its last attempt, once one has ended. */
    Optional<InvocationRecord> last() {
        return Optional.ofNullable(last);
    }

    void cancel() {
        retryTimer.run();
        if (invocation != null) {
            invocation.cancel(true);
        }
    }
}
