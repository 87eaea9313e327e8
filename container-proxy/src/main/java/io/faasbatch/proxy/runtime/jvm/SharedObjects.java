package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Key;
import io.faasbatch.proxy.runtime.SharedCount;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects the invocations of one container share. For each key the first caller makes the object on its own thread, and
 * everyone else waits for that one making; a failed making is forgotten once its waiters have been told. Thread-safe.
 */
final class SharedObjects {

    /** One making: who makes, and what came of it. */
    private record Making(Thread maker, CompletableFuture<Object> made) {}

    private final ConcurrentMap<Key<?>, Making> makings = new ConcurrentHashMap<>();
    private final LongAdder created = new LongAdder();
    private final LongAdder reused = new LongAdder();

    <T> T get(Key<T> key, Supplier<T> supplier) {
        Making mine = new Making(Thread.currentThread(), new CompletableFuture<>());
        Making first = makings.putIfAbsent(key, mine);
        return key.type().cast(first == null ? make(key, mine, supplier) : await(key, first));
    }

    SharedCount count() {
        return new SharedCount(created.sum(), reused.sum());
    }

    private Object make(Key<?> key, Making mine, Supplier<?> supplier) {
        try {
            Object object =
                    key.type().cast(Objects.requireNonNull(supplier.get(), () -> "the maker of " + key + " gave null"));
            created.increment();
            mine.made.complete(object);
            return object;
        } catch (RuntimeException | Error e) {
            makings.remove(key, mine);
            mine.made.completeExceptionally(e);
            throw e;
        }
    }

    private Object await(Key<?> key, Making first) {
        if (first.maker.equals(Thread.currentThread()) && !first.made.isDone()) {
            throw new IllegalStateException("the maker of " + key + " asks for the object it makes");
        }
        try {
            Object object = first.made.get();
            reused.increment();
            return object;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(key, e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static CancellationException stopped(Key<?> key, InterruptedException cause) {
        CancellationException stopped = new CancellationException("stopped while another invocation made " + key);
        stopped.initCause(cause);
        return stopped;
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return switch (cause) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            case null, default -> new IllegalStateException("a maker threw what a Supplier cannot throw", cause);
        };
    }
}
