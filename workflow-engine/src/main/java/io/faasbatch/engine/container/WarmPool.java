package io.faasbatch.engine.container;

import io.faasbatch.grouping.ContainerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Generic containers: started, without a function, one of them enough to make a cold start short. For each shape there is a number to be kept ready: the set size,
 * or, where it is adaptive, one more after each start that found none, and one less after each idle lifetime in which one was left over all the time. Owned by
 * {@link ContainerPool} and used under its lock only.
 */
final class WarmPool {

    /** Most that are kept ready of one shape when the number is adaptive. */
    static final int MOST_ADAPTIVE = 4;

    /** Shapes that are remembered; those with custom images or unusual sizes come and go. */
    private static final int MOST_SHAPES = 64;

    private final Optional<Integer> size;
    private final Duration unusedLifetime;
    private final Map<Shape, Stock> stocks = new LinkedHashMap<>();

    /** A container without a function. */
    static final class Generic {
        final ContainerId id;
        final Shape shape;
        /** Completed once its proxy answers, or with why it does not. */
        final CompletableFuture<Sandbox.Instance> instance = new CompletableFuture<>();

        final Background background;

        private boolean taken;

        private final Instant createdAt;

        Generic(ContainerId id, Shape shape, Background background, Instant createdAt) {
            this.id = id;
            this.shape = shape;
            this.background = background;
            this.createdAt = createdAt;
        }

        /** Whether it is a function's by now. */
        boolean taken() {
            return taken;
        }

        /** What is shown of one that is ready. */
        ContainerInfo info(String worker, Map<String, Long> memory) {
            String nativeId = instance.join().nativeId();
            return ContainerInfo.generic(
                    id.value(), nativeId, worker, shape.runtime(), memory.get(nativeId), createdAt);
        }

        boolean ready() {
            return instance.isDone() && !instance.isCompletedExceptionally();
        }
    }

    /** What is kept of one shape. */
    private static final class Stock {
        private final List<Generic> kept = new ArrayList<>();
        private int wanted;
        /** The fewest that were left since {@link #lookedAtNanos}. */
        private int least;

        private long lookedAtNanos;
        private long heldBackUntilNanos;
        private boolean heldBack;

        private void lookAnew(long nowNanos) {
            least = wanted;
            lookedAtNanos = nowNanos;
        }

        private boolean isShort(long nowNanos) {
            boolean rests = heldBack && heldBackUntilNanos - nowNanos > 0;
            return kept.size() < wanted && !rests;
        }
    }

    /**
     * @param size how many of each usual shape; empty for adaptive
     * @param unusedLifetime after which an adaptive number shrinks
     */
    WarmPool(Optional<Integer> size, Duration unusedLifetime, Collection<Shape> usual, long nowNanos) {
        this.size = size;
        this.unusedLifetime = unusedLifetime;
        for (Shape shape : usual) {
            Stock stock = new Stock();
            stock.wanted = size.orElse(1);
            stock.lookAnew(nowNanos);
            stocks.put(shape, stock);
        }
    }

    /** Takes one out of the pool: one that is ready, else one that is being started, else none, which is remembered. */
    Optional<Generic> take(Shape shape, long nowNanos) {
        Stock stock = stocks.get(shape);
        if (stock == null) {
            stock = adopt(shape, nowNanos);
        }
        Optional<Generic> taken = stock.kept.stream()
                .filter(Generic::ready)
                .findFirst()
                .or(stock.kept.stream().filter(generic -> !generic.instance.isDone())::findFirst);
        if (taken.isPresent()) {
            taken.get().taken = true;
            stock.kept.remove(taken.get());
            stock.least = Math.min(stock.least, stock.kept.size());
        } else if (size.isEmpty()) {
            stock.wanted = Math.min(MOST_ADAPTIVE, stock.wanted + 1);
            stock.least = 0;
        }
        return taken;
    }

    /** A shape that no pool was asked for has one only where the numbers are adaptive. */
    private Stock adopt(Shape shape, long nowNanos) {
        Stock stock = new Stock();
        stock.lookAnew(nowNanos);
        if (stocks.size() < MOST_SHAPES) {
            stocks.put(shape, stock);
        }
        return stock;
    }

    /** The shape of which a container should be started next. */
    Optional<Shape> missing(long nowNanos) {
        return stocks.entrySet().stream()
                .filter(entry -> entry.getValue().isShort(nowNanos))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Whether a container of the shape that is there already would be kept. */
    boolean wants(Shape shape) {
        Stock stock = stocks.get(shape);
        return stock != null && stock.kept.size() < stock.wanted;
    }

    void add(Generic generic) {
        stocks.computeIfAbsent(generic.shape, shape -> new Stock()).kept.add(generic);
    }

    /** It did not start or is gone; the next one of its shape waits for {@code pause}. */
    void failed(Generic generic, Duration pause, long nowNanos) {
        Stock stock = stocks.get(generic.shape);
        if (stock != null && remove(generic)) {
            stock.heldBack = true;
            stock.heldBackUntilNanos = nowNanos + pause.toNanos();
        }
    }

    /** Takes it out of the pool; false when it was not in it any more. */
    boolean remove(Generic generic) {
        Stock stock = stocks.get(generic.shape);
        return stock != null && stock.kept.remove(generic);
    }

    /** Takes out what is kept beyond the wanted number, after that was lowered for shapes that are not used. */
    List<Generic> shrink(long nowNanos) {
        List<Generic> surplus = new ArrayList<>();
        for (Stock stock : stocks.values()) {
            if (nowNanos - stock.lookedAtNanos >= unusedLifetime.toNanos()) {
                if (size.isEmpty() && stock.least > 0) {
                    stock.wanted--;
                }
                stock.lookAnew(nowNanos);
            }
            stock.kept.stream()
                    .filter(Generic::ready)
                    .limit(Math.max(0, stock.kept.size() - stock.wanted))
                    .forEach(surplus::add);
            stock.kept.removeAll(surplus);
        }
        stocks.values().removeIf(stock -> stock.wanted == 0 && stock.kept.isEmpty() && size.isEmpty());
        return surplus;
    }

    /** One that stands in the way of a function's container; it is out of the pool then. */
    Optional<Generic> evict() {
        for (Stock stock : stocks.values()) {
            Optional<Generic> ready = stock.kept.stream().filter(Generic::ready).findFirst();
            if (ready.isPresent()) {
                stock.kept.remove(ready.get());
                return ready;
            }
        }
        return Optional.empty();
    }

    List<Generic> all() {
        return stocks.values().stream().flatMap(stock -> stock.kept.stream()).toList();
    }

    /** Empties the pool for good. */
    List<Generic> drain() {
        List<Generic> all = all();
        stocks.clear();
        return all;
    }
}
