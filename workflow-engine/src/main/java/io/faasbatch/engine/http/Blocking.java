package io.faasbatch.engine.http;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Where calls that wait are made: each on a virtual thread of its own, never on an event loop. */
public final class Blocking implements AutoCloseable {

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("blocking-", 0).factory());
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads);

    public <T> Mono<T> call(Callable<T> task) {
        return Mono.fromCallable(task).subscribeOn(scheduler);
    }

    /** Empty when the task's result is. */
    public <T> Mono<T> find(Callable<Optional<T>> task) {
        return call(task).flatMap(Mono::justOrEmpty);
    }

    /** Makes each element of {@code source} when it is asked for, where waiting is allowed. */
    public <T> Flux<T> each(Flux<T> source) {
        return source.subscribeOn(scheduler, true);
    }

    @Override
    public void close() {
        scheduler.dispose();
        threads.shutdownNow();
    }
}
