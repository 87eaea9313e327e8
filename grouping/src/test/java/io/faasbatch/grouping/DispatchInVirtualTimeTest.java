package io.faasbatch.grouping;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.grouping.VirtualFleet.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random loads on random fleets, each in its own virtual time; what must hold is checked after each. */
class DispatchInVirtualTimeTest {

    private static final int MAX_PENDING = 40;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingIsLostDoubledOrReorderedWhateverTheFleetDoes(long seed) {
        World world = new World(seed, 1 + (int) (seed % 6), seed % 3 == 0 ? 0.2 : 0);
        world.load(400);
        world.fleet.runAll(world.dispatcher);

        for (Call call : world.accepted) {
            assertThat(call.sent + call.withdrawn + call.abandoned).isEqualTo(1);
            assertThat(call.completed).isEqualTo(call.sent);
            assertThat(call.abandoned).isZero();
        }
        world.checkOrderAndLimits();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyWaitsBeyondTheIntervalWhileThereIsCapacity(long seed) {
        World world = new World(seed, 10_000, 0);
        world.load(400);
        world.fleet.runAll(world.dispatcher);

        for (Call call : world.accepted) {
            long interval = world.policy(call.function).interval().toNanos();
            if (call.withdrawn == 0) {
                assertThat(call.sentAt - call.arrival).isBetween(0L, interval);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everythingIsCompletedWhenItIsClosedAtAnyMoment(long seed) {
        World world = new World(seed, 1, 0.1);
        world.load(200);
        world.fleet.at(world.random.nextLong(2_000_000), () -> {
            world.pending.close();
            world.dispatcher.abandonAll();
        });
        world.fleet.runUntil(world.dispatcher, world.pending::isClosed);

        for (Call call : world.accepted) {
            assertThat(call.sent + call.withdrawn + call.abandoned).isEqualTo(1);
        }
    }

    /** One random load. */
    private static final class World {
        final Random random;
        final PendingInvocations<Call> pending = new PendingInvocations<>(100);
        final VirtualFleet fleet;
        final Dispatcher<Call> dispatcher;
        final Map<FunctionId, DispatchPolicy> policies = new HashMap<>();
        final List<Call> accepted = new ArrayList<>();

        World(long seed, int slots, double dies) {
            random = new Random(seed);
            fleet = new VirtualFleet(pending, random, slots, dies);
            dispatcher = new Dispatcher<>(pending, new Histories(), fleet);
            for (int f = 0; f < 4; f++) {
                Strategy strategy = Strategies.byName(pick(slots)).orElseThrow();
                int maxContainers = slots < 100 ? 1 + random.nextInt(3) : 10_000;
                policies.put(
                        new FunctionId("f" + f, "1"),
                        new DispatchPolicy(
                                strategy,
                                Duration.ofNanos(random.nextBoolean() ? 0 : random.nextLong(200_000)),
                                1 + random.nextInt(8),
                                maxContainers,
                                MAX_PENDING));
            }
        }

        /** Without a bound of containers only those that never wait for room. */
        private String pick(int slots) {
            List<String> names = slots < 100 ? Strategies.names() : List.of("faasbatch", "kraken", "vanilla", "sfs");
            return names.get(random.nextInt(names.size()));
        }

        DispatchPolicy policy(FunctionId function) {
            return Objects.requireNonNull(policies.get(function));
        }

        void load(int calls) {
            List<FunctionId> functions = List.copyOf(policies.keySet());
            for (int number = 0; number < calls; number++) {
                FunctionId function = functions.get(random.nextInt(functions.size()));
                long arrival = random.nextLong(2_000_000 * fleet.slowness);
                int nth = number;
                fleet.at(arrival, () -> submit(function, nth));
            }
        }

        void checkOrderAndLimits() {
            Map<FunctionId, List<Call>> sent = new HashMap<>();
            fleet.sendOrder.forEach(call -> sent.computeIfAbsent(call.function, name -> new ArrayList<>())
                    .add(call));
            sent.forEach((function, calls) ->
                    assertThat(calls).isSortedAccordingTo((a, b) -> Long.compare(a.arrival, b.arrival)));
            fleet.mostContainers.forEach((function, most) ->
                    assertThat(most).isLessThanOrEqualTo(policy(function).maxContainers()));
            assertThat(fleet.batches.stream().map(Batch::id)).doesNotHaveDuplicates();
        }

        private void submit(FunctionId function, int number) {
            Call call = new Call(function, number, fleet.now);
            try {
                pending.add(function, policy(function), call, fleet.now);
            } catch (PendingLimitException e) {
                assertThat(pending.size(function) == MAX_PENDING || !e.ofFunction())
                        .isTrue();
                return;
            } catch (BatcherClosedException e) {
                return;
            }
            accepted.add(call);
            if (random.nextInt(10) == 0) {
                fleet.at(fleet.now + random.nextLong(200_000), () -> {
                    call.withdrawn += pending.withdraw(function, call) ? 1 : 0;
                });
            }
        }
    }
}
