package io.faasbatch.gateway.worker;

import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.http.Blocking;
import io.faasbatch.engine.invocation.CapacityException;
import io.faasbatch.engine.invocation.CompletedInvocation;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.worker.Worker;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.faasbatch.engine.worker.WorkerUnavailableException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The workers a gateway can send calls to: its own, when it has one, or those that announce themselves. The list is replaced as a
 * whole every second by one subscription; when Redis is away the last list stays in use, so that direct calls go on.
 */
public final class WorkerDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerDirectory.class);
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final int MOST_ATTEMPTS = 3;

    private final Optional<Worker> embedded;
    private final @Nullable WorkerClient client;
    private final Duration callMargin;
    private final Disposable refreshing;
    private volatile Map<String, Worker> workers;

    private WorkerDirectory(Worker embedded) {
        this.embedded = Optional.of(embedded);
        this.client = null;
        this.callMargin = Duration.ZERO;
        this.workers = Map.of(embedded.info().id(), embedded);
        this.refreshing = () -> {};
    }

    private WorkerDirectory(WorkerRegistry registry, Blocking blocking, WorkerClient client, Duration callMargin) {
        this.embedded = Optional.empty();
        this.client = client;
        this.callMargin = callMargin;
        this.workers = Map.of();
        replace(registry.alive());
        this.refreshing = blocking.call(registry::alive)
                .doOnNext(this::replace)
                .doOnError(e -> LOG.debug("the list of workers could not be read: {}", e.toString()))
                .onErrorComplete()
                .then(Mono.delay(REFRESH))
                .repeat()
                .subscribe();
    }

    /** The one worker of this process. */
    public static WorkerDirectory of(Worker embedded) {
        return new WorkerDirectory(embedded);
    }

    /** The workers that announce themselves. */
    public static WorkerDirectory of(
            WorkerRegistry registry, Blocking blocking, String token, WorkerLinkSettings settings, JsonMapper mapper) {
        return new WorkerDirectory(
                registry, blocking, new WorkerClient(token, settings, mapper), settings.callMargin());
    }

    /** Whether the worker is inside this process. */
    public boolean isEmbedded() {
        return embedded.isPresent();
    }

    public Collection<Worker> workers() {
        return workers.values();
    }

    /**
     * Runs a call on the worker that the function belongs to, or on the next one when that one cannot be reached or is full. Never
     * again after it was sent. Errors are {@link CapacityException} and {@link WorkerUnavailableException}.
     */
    public Mono<CompletedInvocation> invoke(FunctionDefinition function, InvocationId id, JsonNode input) {
        return Mono.defer(() -> {
            List<Worker> order = Rendezvous.order(
                    function.name().value(),
                    workers.values(),
                    worker -> worker.info().id());
            if (order.isEmpty()) {
                return Mono.error(unreachable(new NotSentException("no worker is there", null)));
            }
            return attempt(order, 0, worker -> call(worker, function, id, input));
        });
    }

    private static Mono<CompletedInvocation> attempt(
            List<Worker> order, int index, Function<Worker, Mono<CompletedInvocation>> call) {
        Mono<CompletedInvocation> first = call.apply(order.get(index));
        int next = index + 1;
        if (next >= Math.min(order.size(), MOST_ATTEMPTS)) {
            return first.onErrorMap(NotSentException.class, WorkerDirectory::unreachable);
        }
        return first.onErrorResume(WorkerDirectory::neverStarted, _ -> attempt(order, next, call));
    }

    /** Whether a call that failed like this has certainly not run anything, so that it may be made again. */
    public static boolean neverRan(Throwable error) {
        return error instanceof CapacityException || error.getCause() instanceof NotSentException;
    }

    private static WorkerUnavailableException unreachable(NotSentException cause) {
        return new WorkerUnavailableException("no worker can be reached: " + cause.getMessage(), cause);
    }

    private static boolean neverStarted(Throwable error) {
        return error instanceof NotSentException || (error instanceof CapacityException full && !full.ofFunction());
    }

    private static Mono<CompletedInvocation> call(
            Worker worker, FunctionDefinition function, InvocationId id, JsonNode input) {
        return worker instanceof RemoteWorker remote
                ? remote.call(function, id, input)
                : Mono.fromFuture(() -> worker.invoke(function, id, input));
    }

    private void replace(List<WorkerInfo> alive) {
        Map<String, Worker> before = workers;
        workers = alive.stream()
                .filter(info -> info.url().startsWith("http"))
                .collect(Collectors.toUnmodifiableMap(
                        WorkerInfo::id, info -> keepOrMake(before.get(info.id()), info), (one, _) -> one));
    }

    private Worker keepOrMake(@Nullable Worker before, WorkerInfo info) {
        if (before != null && before.info().equals(info)) {
            return before;
        }
        return new RemoteWorker(info, Objects.requireNonNull(client), callMargin);
    }

    @Override
    public void close() {
        refreshing.dispose();
        if (client != null) {
            client.close();
        }
    }

    /** Asks every worker there is at subscription the same; those that do not answer are left out. */
    public <T> Flux<T> ask(Function<Worker, Mono<T>> question) {
        return Flux.defer(() -> Flux.fromIterable(workers()))
                .flatMap(worker -> question.apply(worker)
                        .doOnError(e -> LOG.debug(
                                "worker {} does not answer: {}", worker.info().id(), e.toString()))
                        .onErrorComplete());
    }
}
