package io.faasbatch.engine.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.definition.Fault;
import io.faasbatch.engine.definition.Quantities;
import io.faasbatch.engine.invocation.DispatchChoice;
import io.faasbatch.grouping.Strategies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A {@link DispatchChoice} in JSON, durations as people write them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DispatchBody(
        @Nullable String strategy,
        @Nullable String dispatchInterval,
        @Nullable String latencyTarget) {

    /** Largest body that can be one. */
    public static final int MAX_BYTES = 4096;

    /** Longest interval or target; that of the configuration. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Duration LONGEST_TARGET = Duration.ofHours(1);

    public static DispatchBody of(DispatchChoice choice) {
        return new DispatchBody(
                choice.strategy(),
                Quantities.text(choice.interval()),
                choice.latencyTarget().map(Quantities::text).orElse(null));
    }

    /** @throws ProblemException 422 with every fault, an unknown strategy's naming the known ones */
    public DispatchChoice choice() {
        List<Fault> faults = new ArrayList<>();
        if (strategy == null || !Strategies.names().contains(strategy)) {
            faults.add(fault("strategy", "must be one of " + String.join(", ", Strategies.names())));
        }
        Optional<Duration> interval = duration("dispatchInterval", dispatchInterval, LONGEST, faults);
        if (interval.isEmpty() && dispatchInterval == null) {
            faults.add(fault("dispatchInterval", "is missing; a duration such as 200ms, or 0s"));
        }
        Optional<Duration> target = duration("latencyTarget", latencyTarget, LONGEST_TARGET, faults);
        if (target.filter(Duration::isZero).isPresent()) {
            faults.add(fault("latencyTarget", "must be more than zero"));
        }
        if (!faults.isEmpty() || strategy == null) {
            throw refused(faults);
        }
        return new DispatchChoice(strategy, interval.orElse(Duration.ZERO), target);
    }

    private static Optional<Duration> duration(String path, @Nullable String text, Duration most, List<Fault> faults) {
        if (text == null) {
            return Optional.empty();
        }
        Optional<Duration> read = Quantities.duration(text).filter(duration -> duration.compareTo(most) <= 0);
        if (read.isEmpty()) {
            faults.add(fault(path, "must be a duration of at most " + Quantities.text(most) + ", such as 200ms"));
        }
        return read;
    }

    private static Fault fault(String path, String message) {
        return new Fault(path, 0, 0, message);
    }

    private static ProblemException refused(List<Fault> faults) {
        String first = faults.isEmpty()
                ? "nothing is chosen"
                : faults.getFirst().path() + " " + faults.getFirst().message();
        return new ProblemException(Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-dispatch", first)
                .withFaults(faults));
    }
}
