package io.faasbatch.grouping;

import java.util.List;

/**
 * Decides how one group is spread over containers. Implementations are stateless; what they need to know of the past they are
 * shown.
 *
 * <p>A plan names the sizes and targets of batches, cut from the group in arrival order. What a plan leaves over waits
 * until a container of the function frees room, starts or ends, and is planned again then. No plan gives a container more
 * than its memory admits ({@link ContainerView#room}), except one invocation to an empty one.
 */
public interface Strategy {

    /** The name under which the strategy is chosen in configuration, such as {@code faasbatch}. */
    String name();

    /**
     * @param containers the function's live containers, in any order
     * @param policy limits of the function
     * @return the batches to send now, in order; their sizes sum to at most what is pending
     */
    List<Assignment> plan(GroupView group, List<ContainerView> containers, DispatchPolicy policy);

    /** How many invocations one container of this strategy runs at a time. */
    int concurrency(DispatchPolicy policy);

    /** Whether a group is planned at every arrival; else it is first planned when its dispatch interval is over. */
    boolean plansArrivals();
}
