package io.faasbatch.engine.invocation;

import io.faasbatch.protocol.ErrorDetail;
import java.util.Set;

/** Types of errors that are no fault of the function: it was not run, and may be when it is tried again. */
public final class PlatformErrors {

    /** The Engine could not make a container, or the container did not come up. */
    public static final String START_FAILED = "ContainerStartFailed";

    /** The worker was shut down first. */
    public static final String WORKER_STOPPED = "WorkerStopped";

    /** The function asks for a strategy that this worker cannot keep; it cannot the next time either. */
    public static final String STRATEGY_REFUSED = "StrategyRefused";

    private static final Set<String> ALL = Set.of(START_FAILED, WORKER_STOPPED);

    private PlatformErrors() {}

    /** Whether an ended invocation failed before any container had it; user code that throws an error of such a name does not count. */
    public static boolean isReasonOf(InvocationRecord invocation) {
        ErrorDetail error = invocation.error();
        return error != null && invocation.container() == null && ALL.contains(error.type());
    }
}
