package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LeasesTest {

    private final AtomicLong now = new AtomicLong();
    private final Leases leases = new Leases(Duration.ofNanos(10), now::get);

    @Test
    void anItemIsHeldForALeaseFromItsLastRenewal() {
        leases.begin("1-0");
        now.set(9);
        assertThat(leases.holds("1-0")).isTrue();
        leases.renew("1-0");
        now.set(18);
        assertThat(leases.holds("1-0")).isTrue();
        now.set(19);
        assertThat(leases.holds("1-0")).isFalse();
    }

    @Test
    void aRenewalThatComesLateDoesNotHoldAFinishedItem() {
        leases.begin("1-0");
        leases.end("1-0");
        leases.renew("1-0");
        assertThat(leases.holds("1-0")).isFalse();
    }
}
