package io.faasbatch.engine.execution;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The current versions of functions that steps invoke, looked up at most once a second each. */
final class RecentFunctions {

    private static final Duration AGE = Duration.ofSeconds(1);
    private static final int MOST = 1_000;

    private record Known(FunctionDefinition function, Instant since) {}

    private final FunctionCatalog catalog;
    private final Clock clock;

    @GuardedBy("itself")
    private final Map<FunctionName, Known> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionName, Known> eldest) {
            return size() > MOST;
        }
    };

    RecentFunctions(FunctionCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** A function that is not there is asked for every time. */
    Optional<FunctionDefinition> find(FunctionName name) {
        Instant now = clock.instant();
        synchronized (recent) {
            Known entry = recent.get(name);
            if (entry != null && now.isBefore(entry.since().plus(AGE))) {
                return Optional.of(entry.function());
            }
        }
        Optional<FunctionDefinition> found = catalog.find(name);
        synchronized (recent) {
            recent.remove(name);
            found.ifPresent(function -> recent.put(name, new Known(function, now)));
        }
        return found;
    }
}
