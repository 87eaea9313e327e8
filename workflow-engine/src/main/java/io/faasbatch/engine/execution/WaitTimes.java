package io.faasbatch.engine.execution;

import io.faasbatch.engine.definition.Quantities;
import io.faasbatch.engine.workflow.ExpressionException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/** Durations and instants that expressions give. */
final class WaitTimes {

    /** A longer wait outlives every execution. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private static final double MILLIS = 1e3;

    private WaitTimes() {}

    /** Text such as {@code 10s}, or seconds as a number; what is below nothing is no wait. */
    static Duration duration(JsonNode value) {
        if (value.isNumber()) {
            double millis = value.asDouble() * MILLIS;
            return Duration.ofMillis(Math.clamp(Math.round(millis), 0L, LONGEST.toMillis()));
        }
        return Quantities.duration(value.asString(""))
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
                .orElseThrow(() -> new ExpressionException(
                        "wait needs a duration such as 10s, or seconds, but its expression gives " + value));
    }

    /** An instant in RFC 3339. */
    static Instant instant(JsonNode value) {
        try {
            return java.time.OffsetDateTime.parse(value.asString("")).toInstant();
        } catch (DateTimeParseException e) {
            throw new ExpressionException(
                    "wait needs an instant such as 2030-01-31T12:00:00Z, but its expression gives " + value, e);
        }
    }
}
