package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlMap;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads when a step is tried again. */
final class RetryReader {

    static final Set<String> KEYS = Set.of("attempts", "backoff", "factor", "jitter", "on");

    static final int MOST_ATTEMPTS = 100;
    static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    static final double LARGEST_FACTOR = 100;

    private static final Duration BACKOFF = Duration.ofMillis(200);
    private static final double FACTOR = 2;
    private static final double JITTER = 0.5;

    private RetryReader() {}

    static Retry read(Fields step, Faults faults) {
        Optional<YamlMap> map = step.map("retry");
        if (map.isEmpty()) {
            return Retry.NONE;
        }
        var retry = new Fields(map.get(), KEYS, faults);
        retry.required("attempts");
        return new Retry(
                retry.integer("attempts", 1, MOST_ATTEMPTS).orElse(1),
                retry.duration("backoff", Duration.ZERO, LONGEST_BACKOFF).orElse(BACKOFF),
                retry.decimal("factor", 1, LARGEST_FACTOR).orElse(FACTOR),
                retry.decimal("jitter", 0, 1).orElse(JITTER),
                ErrorTypes.read(retry, faults, "try every error again"));
    }
}
