package io.faasbatch.engine.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations such as {@code 1.5s} and sizes such as {@code 256MiB}, as people write them. */
public final class Quantities {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)([A-Za-z]{1,3})");
    private static final Map<String, BigDecimal> NANOS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L),
            "d", BigDecimal.valueOf(86_400_000_000_000L));
    private static final Map<String, BigDecimal> BYTES = Map.of(
            "B", BigDecimal.ONE,
            "kB", BigDecimal.valueOf(1_000),
            "MB", BigDecimal.valueOf(1_000_000),
            "GB", BigDecimal.valueOf(1_000_000_000),
            "KiB", BigDecimal.valueOf(1L << 10),
            "MiB", BigDecimal.valueOf(1L << 20),
            "GiB", BigDecimal.valueOf(1L << 30),
            "TiB", BigDecimal.valueOf(1L << 40));
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Quantities() {}

    /** Empty when the text is no duration: a number with ns, us, ms, s, m, h or d. */
    public static Optional<Duration> duration(String text) {
        return parse(text, NANOS).map(Duration::ofNanos);
    }

    /** Empty when the text is no size: a number with B, KiB, MiB, GiB, TiB, kB, MB or GB. */
    public static Optional<Long> bytes(String text) {
        return parse(text, BYTES);
    }

    /** The shortest spelling that is exact. */
    public static String text(Duration duration) {
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
            long nanos = NANOS.getOrDefault(unit, BigDecimal.ONE).longValue();
            if (!duration.isZero() && duration.toNanos() % nanos == 0) {
                return duration.toNanos() / nanos + unit;
            }
        }
        return duration.isZero() ? "0s" : duration.toNanos() + "ns";
    }

    /** The shortest spelling in binary units that is exact. */
    public static String text(long bytes) {
        for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            long size = BYTES.getOrDefault(unit, BigDecimal.ONE).longValue();
            if (bytes != 0 && bytes % size == 0) {
                return bytes / size + unit;
            }
        }
        return bytes + "B";
    }

    private static Optional<Long> parse(String text, Map<String, BigDecimal> units) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal unit = units.get(matcher.group(2));
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group(1)).multiply(unit);
        return value.compareTo(LARGEST) > 0 ? Optional.empty() : Optional.of(value.longValue());
    }
}
