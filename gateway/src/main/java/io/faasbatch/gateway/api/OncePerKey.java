package io.faasbatch.gateway.api;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.gateway.worker.WorkerDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import reactor.core.publisher.Mono;

/**
 * Synchronous calls with an {@code Idempotency-Key}: at most one run per function and key in this gateway, for as long as the key is
 * remembered. A call with the key of one that still runs waits for that one; a later call is answered from the journal. A
 * call that certainly ran nothing gives its key back. Owns the table of keys; thread-safe.
 */
final class OncePerKey {

    private static final Duration SOON = Duration.ofSeconds(1);

    private record Key(FunctionName function, String value) {}

    private record Entry(Instant since, Mono<InvocationRecord> outcome) {}

    private final ApiSettings settings;
    private final Clock clock;
    private final Function<InvocationId, Mono<InvocationRecord>> journal;

    @GuardedBy("this")
    private final SequencedMap<Key, Entry> entries = new LinkedHashMap<>();

    /** @param journal looks an ended call up */
    OncePerKey(ApiSettings settings, Clock clock, Function<InvocationId, Mono<InvocationRecord>> journal) {
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
    }

    /** The outcome of the one call with this key, which is {@code call} when there was none before. */
    synchronized Mono<InvocationRecord> run(
            FunctionName function, String value, Function<InvocationId, Mono<InvocationRecord>> call) {
        Instant now = clock.instant();
        forgetOld(now);
        Key key = new Key(function, value);
        Entry known = entries.get(key);
        if (known != null) {
            return known.outcome();
        }
        Mono<InvocationRecord> outcome = once(key, call);
        entries.put(key, new Entry(now, outcome));
        return outcome;
    }

    /** Shared while it runs, cancelled when nobody waits any more, and never begun again. */
    private Mono<InvocationRecord> once(Key key, Function<InvocationId, Mono<InvocationRecord>> call) {
        InvocationId id = InvocationId.random();
        AtomicBoolean begun = new AtomicBoolean();
        Mono<InvocationRecord> source = Mono.defer(() -> begun.compareAndSet(false, true)
                ? call.apply(id).doOnError(WorkerDirectory::neverRan, _ -> giveBack(key))
                : journal.apply(id).switchIfEmpty(Mono.error(() -> notKnown(id))));
        return source.flux().replay(1).refCount(1).next();
    }

    private synchronized void giveBack(Key key) {
        entries.remove(key);
    }

    @GuardedBy("this")
    private void forgetOld(Instant now) {
        Instant oldest = now.minus(settings.idempotencyRetention());
        Map.Entry<Key, Entry> eldest = entries.firstEntry();
        while (eldest != null
                && (entries.size() >= settings.idempotencyKeys()
                        || eldest.getValue().since().isBefore(oldest))) {
            entries.pollFirstEntry();
            eldest = entries.firstEntry();
        }
    }

    private static ProblemException notKnown(InvocationId id) {
        return new ProblemException(
                        HttpStatus.CONFLICT,
                        "outcome-not-known",
                        "invocation " + id
                                + " was made with this Idempotency-Key, and its outcome is not recorded (yet)")
                .retryAfter(SOON);
    }
}
