package io.faasbatch.grouping.keepalive;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.grouping.ContainerId;
import io.faasbatch.grouping.FunctionId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

    private static final FunctionId F = new FunctionId("f", "1");
    private static final FunctionId G = new FunctionId("g", "1");
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void aFixedLifetimeCountsFromTheLastUseAndTheLongestIdleGoesFirst() {
        KeepAlive policy = policy("fixed");
        IdleContainer older = idle("a", F, 5, 1, 1);
        IdleContainer newer = idle("b", G, 9, 1, 1);
        assertThat(policy.expiry(older)).isEqualTo(5 + 10 * MINUTE);
        assertThat(policy.victims(List.of(newer, older))).containsExactly(older, newer);
    }

    @Test
    void greedyDualKeepsWhatIsUsedOftenIsDearToStartAndSmall() {
        KeepAlive policy = policy("greedy-dual");
        IdleContainer often = started(policy, idle("a", F, 0, 100, 10));
        IdleContainer seldom = started(policy, idle("b", G, 1, 100, 10));
        policy.arrived(F, 2);
        assertThat(policy.victims(List.of(often, seldom))).containsExactly(seldom, often);
        IdleContainer dear = started(policy, idle("c", new FunctionId("h", "1"), 2, 900, 10));
        IdleContainer large = started(policy, idle("d", new FunctionId("i", "1"), 3, 900, 1000));
        assertThat(policy.victims(List.of(dear, seldom, often, large))).containsExactly(large, seldom, often, dear);
        assertThat(policy.expiry(large)).isEqualTo(KeepAlive.NEVER);
    }

    @Test
    void greedyDualForgetsOldFame() {
        KeepAlive policy = policy("greedy-dual");
        IdleContainer famous = started(policy, idle("a", F, 0, 100, 10));
        for (int use = 0; use < 10; use++) {
            policy.arrived(F, use);
        }
        for (int other = 0; other < 20; other++) {
            FunctionId function = new FunctionId("g" + other, "1");
            IdleContainer next = started(policy, idle("c" + other, function, other, 100, 10));
            IdleContainer victim = policy.victims(List.of(famous, next)).getFirst();
            policy.evicted(victim);
            if (victim.equals(famous)) {
                return;
            }
        }
        throw new AssertionError("the famous one was never evicted");
    }

    @Test
    void theHistogramRemovesAtOnceAndStartsAheadOfWhatComesEveryTwentyMinutes() {
        KeepAlive policy = policy("histogram");
        long now = 0;
        IdleContainer last = idle("a", F, now, 1, 1);
        for (int use = 0; use < 20; use++) {
            policy.arrived(F, now);
            last = idle("a", F, now, 1, 1);
            policy.idle(last);
            now += 20 * MINUTE;
        }
        assertThat(policy.expiry(last)).isEqualTo(last.idleSince());
        long ahead = policy.prewarm(F).orElseThrow();
        assertThat(ahead - last.idleSince()).isBetween(15 * MINUTE, 20 * MINUTE);
        IdleContainer prewarmed = idle("b", F, ahead, 1, 1);
        assertThat(policy.expiry(prewarmed) - last.idleSince()).isBetween(20 * MINUTE, 26 * MINUTE);
    }

    @Test
    void theHistogramKeepsWhatComesEverySecondAndHasTheFixedLifetimeWhereItKnowsNothing() {
        KeepAlive policy = policy("histogram");
        IdleContainer unknown = idle("a", F, 7, 1, 1);
        policy.idle(unknown);
        assertThat(policy.expiry(unknown)).isEqualTo(7 + 10 * MINUTE);
        long now = 0;
        IdleContainer last = unknown;
        for (int use = 0; use < 50; use++) {
            now += Duration.ofSeconds(1).toNanos();
            policy.arrived(F, now);
            last = idle("a", F, now, 1, 1);
            policy.idle(last);
        }
        assertThat(policy.expiry(last) - last.idleSince()).isBetween(MINUTE, 2 * MINUTE);
        assertThat(policy.prewarm(F)).isEmpty();
    }

    @Test
    void policiesAreFoundByName() {
        for (String name : KeepAlives.names()) {
            assertThat(policy(name).name()).isEqualTo(name);
        }
        assertThat(KeepAlives.byName("none", LIFETIME)).isEmpty();
    }

    private static KeepAlive policy(String name) {
        return KeepAlives.byName(name, LIFETIME).orElseThrow();
    }

    private static IdleContainer started(KeepAlive policy, IdleContainer container) {
        policy.arrived(container.function(), container.idleSince());
        policy.started(container.id(), container.function());
        policy.idle(container);
        return container;
    }

    private static IdleContainer idle(String id, FunctionId function, long since, int costMillis, int mebibytes) {
        return new IdleContainer(
                new ContainerId(id), function, since, (long) mebibytes << 20, Duration.ofMillis(costMillis));
    }
}
