package io.faasbatch.engine.imports;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Place;
import io.faasbatch.engine.definition.Quantities;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.function.FunctionName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How an imported definition is read.
 *
 * @param standIn the one function that every step runs instead of its own
 * @param prefix goes before the name of every function
 * @param runtimeScale what recorded runtimes are multiplied by, for the stand-in
 * @param sizeScale what recorded sizes are multiplied by, for the stand-in
 * @param spin whether the stand-in computes for its runtime, instead of sleeping
 * @param timeout of an execution
 */
public record ImportOptions(
        Optional<FunctionName> standIn,
        String prefix,
        double runtimeScale,
        double sizeScale,
        boolean spin,
        Duration timeout) {

    static final String FUNCTION = "function";
    static final String PREFIX = "functionPrefix";
    static final String RUNTIME_SCALE = "runtimeScale";
    static final String SIZE_SCALE = "sizeScale";
    static final String WORK = "work";
    static final String TIMEOUT = "timeout";

    private static final Set<String> NAMES = Set.of(FUNCTION, PREFIX, RUNTIME_SCALE, SIZE_SCALE, WORK, TIMEOUT);
    private static final double LARGEST_SCALE = 1000;
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(1);

    /** Everything as recorded, every step with its own function. */
    public static final ImportOptions NONE = new ImportOptions(Optional.empty(), "", 1, 1, false, DEFAULT_TIMEOUT);

    /** Reads them from their texts; what is wrong is a fault and stays as it is by default. */
    public static ImportOptions read(Map<String, String> texts, Faults faults) {
        var reader = new Reader(texts, faults);
        reader.refuseUnknown();
        return new ImportOptions(
                reader.standIn(),
                reader.prefix(),
                reader.scale(RUNTIME_SCALE),
                reader.scale(SIZE_SCALE),
                reader.spin(),
                reader.timeout());
    }

    private record Reader(Map<String, String> texts, Faults faults) {

        void refuseUnknown() {
            texts.keySet().stream()
                    .filter(name -> !NAMES.contains(name))
                    .forEach(name -> fault(name, "unknown option" + Suggestion.of(name, NAMES)));
        }

        Optional<FunctionName> standIn() {
            String text = texts.get(FUNCTION);
            if (text != null && !FunctionName.isValid(text)) {
                fault(FUNCTION, "is no name of a function: [a-z0-9][a-z0-9-]{0,62}");
                return Optional.empty();
            }
            return Optional.ofNullable(text).map(FunctionName::new);
        }

        String prefix() {
            String text = texts.getOrDefault(PREFIX, "");
            if (!text.isEmpty() && !FunctionName.isValid(text)) {
                fault(PREFIX, "must begin like the name of a function: [a-z0-9][a-z0-9-]*");
                return "";
            }
            return text;
        }

        double scale(String name) {
            double scale;
            try {
                scale = Double.parseDouble(texts.getOrDefault(name, "1"));
            } catch (NumberFormatException e) {
                scale = Double.NaN;
            }
            if (scale >= 0 && scale <= LARGEST_SCALE) {
                return scale;
            }
            fault(name, "must be a number from 0 to " + (int) LARGEST_SCALE);
            return 1;
        }

        boolean spin() {
            String text = texts.getOrDefault(WORK, "sleep");
            if (!text.equals("sleep") && !text.equals("spin")) {
                fault(WORK, "must be one of sleep, spin");
            }
            return text.equals("spin");
        }

        Duration timeout() {
            String text = texts.get(TIMEOUT);
            if (text == null) {
                return DEFAULT_TIMEOUT;
            }
            Optional<Duration> timeout = Quantities.duration(text)
                    .filter(value -> value.compareTo(Duration.ofMillis(1)) >= 0)
                    .filter(value -> value.compareTo(LONGEST_TIMEOUT) <= 0);
            if (timeout.isEmpty()) {
                fault(TIMEOUT, "must be a duration from 1ms to 30d, such as 10m");
            }
            return timeout.orElse(DEFAULT_TIMEOUT);
        }

        private void fault(String name, String message) {
            faults.add("options." + name, Place.NONE, message);
        }
    }
}
