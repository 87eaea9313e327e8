package io.faasbatch.experiments.summary;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a factor that is a number, such as {@code 200ms}, {@code 0.2s} or {@code 640}.
 *
 * @param value in the unit
 * @param unit {@code ms} for every time, {@code B} for every size; empty for a plain number
 */
public record Quantity(double value, String unit) {

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|ms|s|m|h|B|KiB|MiB|GiB)?");

    private static final Map<String, Quantity> UNITS = Map.of(
            "ns", new Quantity(1e-6, "ms"),
            "us", new Quantity(1e-3, "ms"),
            "ms", new Quantity(1, "ms"),
            "s", new Quantity(1e3, "ms"),
            "m", new Quantity(60e3, "ms"),
            "h", new Quantity(3600e3, "ms"),
            "B", new Quantity(1, "B"),
            "KiB", new Quantity(1 << 10, "B"),
            "MiB", new Quantity(1 << 20, "B"),
            "GiB", new Quantity(1 << 30, "B"));

    private static final Quantity PLAIN = new Quantity(1, "");

    /** Empty when it is a name. */
    public static Optional<Quantity> of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Quantity unit = matcher.group(2) == null ? PLAIN : UNITS.getOrDefault(matcher.group(2), PLAIN);
        return Optional.of(new Quantity(Double.parseDouble(matcher.group(1)) * unit.value(), unit.unit()));
    }
}
