package io.faasbatch.grouping;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashMap;
import java.util.Map;

/** The recent past of every function, as far as it fits; guarded by its own monitor, held for one look-up. */
final class Histories {

    /** Most functions that are remembered; the one that was used longest ago is forgotten. */
    static final int MAX_FUNCTIONS = 10_000;

    @GuardedBy("this")
    private final Map<FunctionId, RunHistory> histories = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionId, RunHistory> eldest) {
            return size() > MAX_FUNCTIONS;
        }
    };

    synchronized RunHistory of(FunctionId function) {
        return histories.computeIfAbsent(function, _ -> new RunHistory());
    }
}
