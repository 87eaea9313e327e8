package io.faasbatch.grouping;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Which functions have containers that serve and yet something is left over, and since when. Belongs to the dispatcher. */
final class Saturation {

    private record Since(long at, int serving) {}

    private final Map<FunctionId, Since> saturated = new HashMap<>();

    /** For how long the containers that serve now have not kept up. */
    Duration of(FunctionId function, int serving, long now) {
        Since since = saturated.get(function);
        return since == null || since.serving() != serving ? Duration.ZERO : Duration.ofNanos(now - since.at());
    }

    /** A plan left something over while so many served; with another number of them it begins anew. */
    void leftOver(FunctionId function, int serving, long now) {
        Since since = saturated.get(function);
        if (serving == 0) {
            saturated.remove(function);
        } else if (since == null || since.serving() != serving) {
            saturated.put(function, new Since(now, serving));
        }
    }

    void keptUp(FunctionId function) {
        saturated.remove(function);
    }
}
