package io.faasbatch.gateway.api;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.http.Blocking;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import reactor.core.publisher.Mono;

/**
 * Current definitions by name, so that a call need not ask Redis. Each entry is one shared question: many callers at a time ask once,
 * and its answer serves until it is too old. Only answers are kept, neither failures nor the absence of a function. Thread-safe.
 */
final class DefinitionCache {

    private final FunctionCatalog catalog;
    private final Blocking blocking;
    private final Duration age;
    private final int most;

    @GuardedBy("this")
    private final SequencedMap<FunctionName, Mono<FunctionDefinition>> questions = new LinkedHashMap<>(16, 0.75f, true);

    DefinitionCache(FunctionCatalog catalog, Blocking blocking, Duration age, int most) {
        this.catalog = catalog;
        this.blocking = blocking;
        this.age = age;
        this.most = most;
    }

    /** Fails with 404 when there is no such function. */
    Mono<FunctionDefinition> find(FunctionName name) {
        return question(name).switchIfEmpty(Mono.error(() -> Requests.unknown("function", name.value())));
    }

    /** Forgets a function that was changed here. */
    synchronized void invalidate(FunctionName name) {
        questions.remove(name);
    }

    private synchronized Mono<FunctionDefinition> question(FunctionName name) {
        Mono<FunctionDefinition> known = questions.get(name);
        if (known != null) {
            return known;
        }
        Mono<FunctionDefinition> asked =
                blocking.find(() -> catalog.find(name)).cache(_ -> age, _ -> Duration.ZERO, () -> Duration.ZERO);
        questions.put(name, asked);
        if (questions.size() > most) {
            questions.pollFirstEntry();
        }
        return asked;
    }
}
