package io.faasbatch.experiments.command;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arguments of a command: options, each with a value, and files. Immutable. */
public final class Arguments {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private final Map<String, String> options;
    private final List<String> files;

    private Arguments(Map<String, String> options, List<String> files) {
        this.options = Map.copyOf(options);
        this.files = List.copyOf(files);
    }

    /** @param known the names of the options, with their dashes */
    public static Arguments of(List<String> arguments, Set<String> known) throws UsageException {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("-")) {
                files.add(argument);
            } else if (!known.contains(argument)) {
                throw new UsageException("unknown option " + argument + "; there are "
                        + String.join(", ", known.stream().sorted().toList()));
            } else if (i + 1 == arguments.size()) {
                throw new UsageException(argument + " needs a value");
            } else {
                i++;
                options.put(argument, arguments.get(i));
            }
        }
        return new Arguments(options, files);
    }

    public List<String> files() {
        return files;
    }

    /** The one file. */
    public String file(String what) throws UsageException {
        if (files.size() != 1) {
            throw new UsageException("name one " + what + ", not " + files.size());
        }
        return files.getFirst();
    }

    public Optional<String> text(String option) {
        return Optional.ofNullable(options.get(option));
    }

    public String required(String option) throws UsageException {
        return text(option).orElseThrow(() -> new UsageException(option + " is missing"));
    }

    public URI uri(String option) throws UsageException {
        String text = required(option);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + " must be an address, not " + text);
        }
    }

    public long number(String option, long least, long most, long otherwise) throws UsageException {
        String text = options.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + " must be a whole number, not " + text);
        }
        throw new UsageException(option + " must be from " + least + " to " + most + ", not " + text);
    }

    public double factor(String option, double otherwise) throws UsageException {
        String text = options.get(option);
        if (text == null) {
            return otherwise;
        }
        try {
            double factor = Double.parseDouble(text);
            if (factor > 0 && factor <= 1000) {
                return factor;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + " must be a number, not " + text);
        }
        throw new UsageException(option + " must be above 0 and at most 1000, not " + text);
    }

    public Duration duration(String option, Duration otherwise) throws UsageException {
        String text = options.get(option);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new UsageException(option + " must be a duration such as 200ms or 5s, not " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
