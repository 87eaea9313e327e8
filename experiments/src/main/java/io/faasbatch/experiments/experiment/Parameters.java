package io.faasbatch.experiments.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an experiment. Whoever reads one says that it is known; {@link #refuseUnread} finds those that nobody knows. Used by one thread.
 */
public final class Parameters {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|m)");
    private static final double NANOS_PER_MILLI = 1e6;

    /** Where a parameter stands in its file, from 1. */
    record Place(int line, int column) {}

    /** What a parameter may be. */
    sealed interface Value {}

    record Text(String text) implements Value {}

    record Texts(List<String> texts) implements Value {
        Texts {
            texts = List.copyOf(texts);
        }
    }

    record Named(Map<String, String> texts) implements Value {
        Named {
            texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        }
    }

    record Entry(Place place, Value value) {}

    private final Path file;
    private final Map<String, Entry> entries;
    private final Set<String> read = new HashSet<>();

    Parameters(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = new LinkedHashMap<>(entries);
    }

    /**
     * Reads the YAML file of an experiment.
     *
     * @param quick whether the parameters under {@code quick} go before the others
     * @throws MalformedExperimentException when it is not such a file; says where
     */
    public static Parameters read(Path file, boolean quick) throws IOException {
        return ParameterFile.read(file, quick);
    }

    /** All there are, in the order of the file. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /** Gives a parameter of the file another value; of a list, with commas between, of a map as {@code name:value} with commas between. */
    public void override(String name, String text) throws MalformedExperimentException {
        Entry entry = entry(name);
        List<String> parts = text.isEmpty() ? List.of() : List.of(text.split(","));
        Value value = switch (entry.value()) {
            case Text _ -> new Text(text);
            case Texts _ -> new Texts(parts);
            case Named _ -> {
                Map<String, String> named = new LinkedHashMap<>();
                for (String part : parts) {
                    int colon = part.indexOf(':');
                    if (colon < 0) {
                        throw refused(name, "must be name:value with commas between, not " + text);
                    }
                    named.put(part.substring(0, colon), part.substring(colon + 1));
                }
                yield new Named(named);
            }
        };
        entries.put(name, new Entry(entry.place(), value));
    }

    public String text(String name) throws MalformedExperimentException {
        if (entry(name).value() instanceof Text text) {
            return text.text();
        }
        throw refused(name, "must be one value");
    }

    public List<String> texts(String name) throws MalformedExperimentException {
        if (entry(name).value() instanceof Texts texts) {
            return texts.texts();
        }
        throw refused(name, "must be a list");
    }

    public Map<String, String> named(String name) throws MalformedExperimentException {
        if (entry(name).value() instanceof Named named) {
            return named.texts();
        }
        throw refused(name, "must be a map");
    }

    public int number(String name, int least, int most) throws MalformedExperimentException {
        return number(name, text(name), least, most);
    }

    public List<Integer> numbers(String name, int least, int most) throws MalformedExperimentException {
        List<Integer> numbers = new ArrayList<>();
        for (String text : texts(name)) {
            numbers.add(number(name, text, least, most));
        }
        return numbers;
    }

    private int number(String name, String text, int least, int most) throws MalformedExperimentException {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, "must be a whole number, not " + text);
        }
        throw refused(name, "must be from " + least + " to " + most + ", not " + text);
    }

    /** Above 0, at most {@code most}. */
    public double decimal(String name, String text, double most) throws MalformedExperimentException {
        try {
            double number = Double.parseDouble(text);
            if (number > 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refused(name, "must be a number, not " + text);
        }
        throw refused(name, "must be above 0 and at most " + most + ", not " + text);
    }

    public Duration duration(String name) throws MalformedExperimentException {
        return duration(name, text(name));
    }

    public List<Duration> durations(String name) throws MalformedExperimentException {
        List<Duration> durations = new ArrayList<>();
        for (String text : texts(name)) {
            durations.add(duration(name, text));
        }
        return durations;
    }

    private Duration duration(String name, String text) throws MalformedExperimentException {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw refused(name, "must be a duration such as 200ms, 0.5s or 2m, not " + text);
        }
        double millis = Double.parseDouble(matcher.group(1))
                * switch (matcher.group(2)) {
                    case "ms" -> 1;
                    case "s" -> 1_000;
                    default -> 60_000;
                };
        return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
    }

    /** A file or folder, seen from the folder of the parameters' own file. */
    public Path path(String text) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null ? Path.of(text) : folder.resolve(text).normalize();
    }

    /** @throws MalformedExperimentException names the first parameter that nobody has read */
    public void refuseUnread() throws MalformedExperimentException {
        for (String name : entries.keySet()) {
            if (!read.contains(name)) {
                throw refused(name, "is no parameter of this experiment");
            }
        }
    }

    /** For what is wrong with a parameter's value. */
    public MalformedExperimentException refused(String name, String what) {
        Entry entry = entries.get(name);
        Place place = entry == null ? new Place(1, 1) : entry.place();
        return new MalformedExperimentException(file, place.line(), place.column(), name + " " + what);
    }

    /** As values of JSON. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        entries.forEach((name, entry) -> values.put(
                name,
                switch (entry.value()) {
                    case Text text -> text.text();
                    case Texts texts -> texts.texts();
                    case Named named -> named.texts();
                }));
        return values;
    }

    private Entry entry(String name) throws MalformedExperimentException {
        read.add(name);
        @Nullable Entry entry = entries.get(name);
        if (entry == null) {
            throw refused(name, "is missing");
        }
        return entry;
    }
}
