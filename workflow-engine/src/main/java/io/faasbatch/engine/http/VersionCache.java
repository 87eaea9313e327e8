package io.faasbatch.engine.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import reactor.core.publisher.Mono;

/** Definitions by version, which never change; the least recently used of too many is forgotten. Thread-safe. */
final class VersionCache {

    private static final int MOST = 1_000;

    private record Key(FunctionName name, String version) {}

    private final FunctionCatalog catalog;
    private final Blocking blocking;

    @GuardedBy("this")
    private final SequencedMap<Key, FunctionDefinition> known = new LinkedHashMap<>(16, 0.75f, true);

    VersionCache(FunctionCatalog catalog, Blocking blocking) {
        this.catalog = catalog;
        this.blocking = blocking;
    }

    /** Empty when there is no such version. */
    Mono<FunctionDefinition> find(FunctionName name, String version) {
        Key key = new Key(name, version);
        Optional<FunctionDefinition> hit = get(key);
        return hit.isPresent()
                ? Mono.justOrEmpty(hit)
                : blocking.find(() -> catalog.find(name, version)).doOnNext(found -> put(key, found));
    }

    private synchronized Optional<FunctionDefinition> get(Key key) {
        return Optional.ofNullable(known.get(key));
    }

    private synchronized void put(Key key, FunctionDefinition found) {
        known.put(key, found);
        if (known.size() > MOST) {
            known.pollFirstEntry();
        }
    }
}
