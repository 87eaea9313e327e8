package io.faasbatch.grouping;

import java.time.Duration;

/**
 * What a strategy sees of a group that it plans.
 *
 * @param pending how many invocations the group holds, at least 1
 * @param oldestWait how long the one that came first has waited
 * @param saturatedFor for how long plans have left something over though containers serve; zero when the last one did not
 * @param expired whether that is as long as the dispatch interval, or longer: the group has gathered long enough
 */
public record GroupView(int pending, Duration oldestWait, Duration saturatedFor, boolean expired, FunctionStats stats) {

    public GroupView {
        if (pending < 1) {
            throw new IllegalArgumentException("a group has at least one invocation");
        }
    }
}
