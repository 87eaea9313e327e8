package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.FunctionId;
import java.util.List;
import java.util.UUID;

/**
 * Invocations that lost their container and wait for another.
 *
 * @param apart whether they may have killed it, and get a container that nothing else shares
 */
record Displaced(FunctionId function, List<PendingInvocation> invocations, boolean apart) {

    Displaced {
        invocations = List.copyOf(invocations);
    }

    static Displaced apart(PendingInvocation suspect) {
        return new Displaced(suspect.functionId(), List.of(suspect), true);
    }

    boolean ended() {
        return invocations.stream().allMatch(PendingInvocation::ended);
    }

    Batch<PendingInvocation> batch() {
        return new Batch<>(UUID.randomUUID().toString(), function, invocations);
    }
}
