package io.faasbatch.engine.container;

import io.faasbatch.engine.invocation.PendingInvocation;
import io.faasbatch.grouping.Batch;
import io.faasbatch.grouping.FunctionId;
import java.util.List;
import java.util.UUID;

/**
 * Invocations that lost their container and wait for another, together.
 *
 * @param apart whether one of them may have killed it, so that they get a container which nothing else shares
 */
record Displaced(FunctionId function, List<PendingInvocation> invocations, boolean apart) {

    Displaced {
        invocations = List.copyOf(invocations);
    }

    boolean ended() {
        return invocations.stream().allMatch(PendingInvocation::ended);
    }

    Batch<PendingInvocation> batch() {
        return new Batch<>(UUID.randomUUID().toString(), function, invocations);
    }
}
