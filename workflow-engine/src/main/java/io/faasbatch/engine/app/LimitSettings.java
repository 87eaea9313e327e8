package io.faasbatch.engine.app;

import io.faasbatch.protocol.ValueReference;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Limits of what is sent in, of how long results are kept, and of how long a silent worker is waited for.
 *
 * @param maxBody largest body of a request, other than a function's package
 * @param maxPackage largest package of a function
 * @param maxValue largest value that an execution is given, and largest value by reference in an input or output of a function
 * @param maxForeach most elements of one foreach
 * @param retention how long a finished execution or invocation can be asked for
 * @param lease how long a worker may keep silent about accepted work before another goes on with it; it speaks four times as often
 */
@ConfigurationProperties("faasbatch")
public record LimitSettings(
        @DefaultValue("6MiB") ByteSize maxBody,
        @DefaultValue("50MiB") ByteSize maxPackage,
        @DefaultValue("64MiB") ByteSize maxValue,
        @DefaultValue("10000") int maxForeach,
        @DefaultValue("24h") Duration retention,
        @DefaultValue("8s") Duration lease) {

    private static final long LARGEST = 1L << 30;

    /** What is handed on without a reference. */
    private static final long SMALLEST_VALUE = 64L << 10;

    public LimitSettings {
        Check.range("faasbatch.max-body (bytes)", maxBody.bytes(), 1024, LARGEST);
        Check.range("faasbatch.max-package (bytes)", maxPackage.bytes(), 1024, LARGEST);
        Check.range("faasbatch.max-value (bytes)", maxValue.bytes(), SMALLEST_VALUE, ValueReference.MAX_BYTES);
        Check.range("faasbatch.max-foreach", maxForeach, 1, 1_000_000);
        Check.range("faasbatch.retention", retention, Duration.ofSeconds(1), Duration.ofDays(365));
        Check.range("faasbatch.lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }
}
