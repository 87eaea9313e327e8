package io.faasbatch.grouping;

import java.util.List;

/**
 * Decides how one gathered group is spread over containers. Implementations are stateless and called from one thread.
 *
 * <p>A plan names the sizes and targets of batches, cut from the group in arrival order. What a plan leaves over waits
 * until a container of the function frees room, starts or ends, and is planned again then.
 */
public interface Strategy {

    /** The name under which the strategy is chosen in configuration, such as {@code faasbatch}. */
    String name();

    /**
     * @param pending how many invocations the group holds, at least 1
     * @param containers the function's live containers, in any order
     * @param policy limits of the function
     * @return the batches to send now, in order; their sizes sum to at most {@code pending}
     */
    List<Assignment> plan(int pending, List<ContainerView> containers, DispatchPolicy policy);
}
