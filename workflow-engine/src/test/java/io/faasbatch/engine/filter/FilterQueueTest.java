package io.faasbatch.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.filter.FilterQueue.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In virtual time. */
class FilterQueueTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final Set<Turn> first = new LinkedHashSet<>();
    private final List<Turn> everFirst = new ArrayList<>();
    private long now;

    private FilterQueue queue(int cores) {
        return new FilterQueue(cores, new FilterQueue.Lane() {
            @Override
            public void first(Turn turn) {
                assertThat(first.add(turn)).isTrue();
                assertThat(everFirst).doesNotContain(turn);
                assertThat(first).hasSizeLessThanOrEqualTo(cores);
                everFirst.add(turn);
            }

            @Override
            public void normal(Turn turn) {
                assertThat(first.remove(turn)).isTrue();
            }
        });
    }

    private static Turn arrive(FilterQueue queue, String name, long now) {
        Turn turn = new Turn(name);
        queue.arrive(turn, now);
        return turn;
    }

    @Test
    void asManyAsThereAreCoresAreFirstInTheOrderTheyCame() {
        FilterQueue queue = queue(2);
        Turn a = arrive(queue, "a", 0);
        Turn b = arrive(queue, "b", 10 * MILLI);
        Turn c = arrive(queue, "c", 20 * MILLI);
        Turn d = arrive(queue, "d", 30 * MILLI);
        assertThat(first).containsExactly(a, b);
        queue.end(b, 31 * MILLI);
        assertThat(first).containsExactly(a, c);
        queue.end(a, 32 * MILLI);
        assertThat(first).containsExactly(c, d);
    }

    @Test
    void oneThatHasUsedUpItsSliceIsNeverFirstAgain() {
        FilterQueue queue = queue(1);
        Turn slow = arrive(queue, "slow", 0);
        assertThat(queue.next()).hasValue(FilterQueue.FIRST_SLICE);
        queue.advance(FilterQueue.FIRST_SLICE);
        assertThat(first).isEmpty();
        assertThat(queue.next()).isEmpty();
        Turn next = arrive(queue, "next", FilterQueue.FIRST_SLICE + MILLI);
        assertThat(first).containsExactly(next);
        queue.end(next, FilterQueue.FIRST_SLICE + 2 * MILLI);
        queue.end(slow, FilterQueue.FIRST_SLICE + 3 * MILLI);
        assertThat(everFirst).containsExactly(slow, next);
    }

    @Test
    void theSliceIsTheMeanTimeBetweenArrivalsTimesTheCores() {
        FilterQueue queue = queue(2);
        for (int i = 0; i <= 400; i++) {
            Turn turn = arrive(queue, "t", now);
            queue.end(turn, now);
            now += 20 * MILLI;
        }
        assertThat(queue.slice()).isEqualTo(40 * MILLI);
        for (int i = 0; i <= FilterQueue.WINDOW; i++) {
            queue.end(arrive(queue, "t", now), now);
            now += 100 * MILLI;
        }
        assertThat(queue.slice()).isEqualTo(200 * MILLI);
    }

    @Test
    void theSliceHasBounds() {
        FilterQueue queue = queue(1);
        assertThat(queue.slice()).isEqualTo(FilterQueue.FIRST_SLICE);
        for (int i = 0; i < FilterQueue.LEAST_ARRIVALS; i++) {
            queue.end(arrive(queue, "a", 0), 0);
        }
        assertThat(queue.slice()).isEqualTo(FilterQueue.LEAST_SLICE);
        queue.end(arrive(queue, "c", 1_000_000 * MILLI), 1_000_000 * MILLI);
        assertThat(queue.slice()).isEqualTo(FilterQueue.LONGEST_SLICE);
    }

    @Test
    void oneThatHasWaitedForTooLongIsNotHeldForItsTurn() {
        FilterQueue queue = queue(1);
        Turn a = arrive(queue, "a", 0);
        Turn b = arrive(queue, "b", 0);
        long late = FilterQueue.OVERLOAD * FilterQueue.FIRST_SLICE + 1;
        queue.advance(late);
        queue.end(a, late);
        queue.end(b, late);
        assertThat(everFirst).containsExactly(a);
    }

    /** Whatever comes and goes: never more at a time than cores, each at most once and never longer than its slice, and no core free while one waits. */
    @Test
    void everyOrderKeepsTheBounds() {
        for (int seed = 0; seed < 500; seed++) {
            new Walk(seed).run();
        }
    }

    private final class Walk {

        private final Random random;
        private final int cores;
        private final FilterQueue queue;
        private final Map<Turn, Long> since = new LinkedHashMap<>();
        private final List<Turn> open = new ArrayList<>();

        Walk(int seed) {
            random = new Random(seed);
            cores = 1 + random.nextInt(4);
            first.clear();
            everFirst.clear();
            queue = queue(cores);
        }

        void run() {
            long time = 0;
            for (int step = 0; step < 200; step++) {
                time += random.nextInt(30) * MILLI;
                while (queue.next().orElse(Long.MAX_VALUE) <= time) {
                    queue.advance(queue.next().getAsLong());
                    check(time);
                }
                if (open.isEmpty() || random.nextInt(3) > 0) {
                    open.add(arrive(queue, "t" + step, time));
                } else {
                    queue.end(open.remove(random.nextInt(open.size())), time);
                }
                check(time);
            }
            for (Turn turn : List.copyOf(open)) {
                queue.end(turn, time);
            }
            assertThat(first).isEmpty();
            assertThat(queue.next()).isEmpty();
        }

        private void check(long time) {
            first.forEach(turn -> since.putIfAbsent(turn, time));
            since.keySet().retainAll(first);
            assertThat(first).hasSizeLessThanOrEqualTo(cores);
            since.values().forEach(from -> assertThat(time - from).isLessThanOrEqualTo(FilterQueue.LONGEST_SLICE));
        }
    }
}
