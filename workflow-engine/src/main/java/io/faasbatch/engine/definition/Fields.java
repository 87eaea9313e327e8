package io.faasbatch.engine.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a map whose keys are known. What is wrong becomes a fault and reads as if it was not there, so that reading goes on and
 * finds the next fault. For one thread.
 */
public final class Fields {

    private final YamlMap map;
    private final Faults faults;

    /** A key of {@code map} that is not {@code known} is a fault. */
    public Fields(YamlMap map, Set<String> known, Faults faults) {
        this.map = map;
        this.faults = faults;
        for (String key : map.values().keySet()) {
            if (!known.contains(key)) {
                String message = "unknown key" + Suggestion.of(key, known);
                faults.add(map.pathOf(key), map.keyPlace(key), message);
            }
        }
    }

    /** Adds a fault at the value of {@code key}, or where it ought to be. */
    public void fault(String key, String message) {
        YamlValue value = map.values().get(key);
        Place place = value == null ? map.place() : value.place();
        faults.add(map.pathOf(key), place, message);
    }

    public boolean has(String key) {
        return map.values().containsKey(key);
    }

    /** A key without a value reads as if it was not there; with {@link #required} it is a fault. */
    public Optional<YamlValue> value(String key) {
        YamlValue value = map.values().get(key);
        boolean nothing = value instanceof YamlScalar scalar && scalar.kind() == YamlScalar.Kind.NULL;
        return nothing ? Optional.empty() : Optional.ofNullable(value);
    }

    public void required(String key) {
        if (value(key).isEmpty()) {
            fault(key, "is required");
        }
    }

    public Optional<YamlMap> map(String key) {
        return typed(key, YamlMap.class, "a map");
    }

    public Optional<YamlList> list(String key) {
        return typed(key, YamlList.class, "a list");
    }

    /** Text; a number or boolean is a fault, since what was meant is not sure. */
    public Optional<String> text(String key) {
        return scalar(key, YamlScalar.Kind.TEXT).map(YamlScalar::text);
    }

    public Optional<YamlScalar> scalar(String key, YamlScalar.Kind kind) {
        Optional<YamlScalar> scalar = typed(key, YamlScalar.class, kind == YamlScalar.Kind.TEXT ? "text" : "a number");
        if (scalar.isPresent() && scalar.get().kind() != kind) {
            fault(key, "must be text, not " + scalar.get().what() + "; put it in quotes");
            return Optional.empty();
        }
        return scalar;
    }

    public Optional<Boolean> flag(String key) {
        Optional<YamlScalar> scalar = typed(key, YamlScalar.class, "true or false");
        if (scalar.isPresent() && scalar.get().kind() != YamlScalar.Kind.BOOLEAN) {
            fault(key, "must be true or false, not " + scalar.get().what());
            return Optional.empty();
        }
        return scalar.map(found -> found.text().equals("true"));
    }

    public Optional<Integer> integer(String key, int least, int most) {
        return number(key, BigDecimal.valueOf(least), BigDecimal.valueOf(most), true)
                .map(BigDecimal::intValueExact);
    }

    public Optional<Double> decimal(String key, double least, double most) {
        return number(key, BigDecimal.valueOf(least), BigDecimal.valueOf(most), false)
                .map(BigDecimal::doubleValue);
    }

    public Optional<Duration> duration(String key, Duration least, Duration most) {
        Function<Duration, String> spelling = Quantities::text;
        return quantity(key, Quantities::duration, spelling, least, most, "a duration such as 200ms, 1.5s, 10m or 1h");
    }

    /** In bytes. */
    public Optional<Long> size(String key, long least, long most) {
        Function<Long, String> spelling = Quantities::text;
        return quantity(key, Quantities::bytes, spelling, least, most, "a size such as 256MiB or 1GiB");
    }

    public <T> Optional<T> choice(String key, Map<String, T> choices) {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        T choice = choices.get(text.get());
        if (choice == null) {
            String known = String.join(", ", choices.keySet().stream().sorted().toList());
            fault(key, "must be one of " + known + Suggestion.of(text.get(), choices.keySet()));
        }
        return Optional.ofNullable(choice);
    }

    /** The texts of a list; what is no text is a fault and left out. */
    public List<YamlScalar> texts(String key) {
        List<YamlScalar> texts = new ArrayList<>();
        for (YamlValue item : list(key).map(YamlList::items).orElse(List.of())) {
            if (item instanceof YamlScalar scalar && scalar.kind() == YamlScalar.Kind.TEXT) {
                texts.add(scalar);
            } else {
                faults.add(item, "must be text, not " + item.what());
            }
        }
        return texts;
    }

    private <T extends YamlValue> Optional<T> typed(String key, Class<T> type, String what) {
        Optional<YamlValue> value = value(key);
        if (value.isPresent() && !type.isInstance(value.get())) {
            fault(key, "must be " + what + ", not " + value.get().what());
            return Optional.empty();
        }
        return value.map(type::cast);
    }

    private Optional<BigDecimal> number(String key, BigDecimal least, BigDecimal most, boolean whole) {
        Optional<YamlScalar> scalar = typed(key, YamlScalar.class, "a number");
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        Optional<BigDecimal> number = YamlNumbers.exact(scalar.get());
        boolean fits = number.isPresent()
                && number.get().compareTo(least) >= 0
                && number.get().compareTo(most) <= 0
                && (!whole || number.get().stripTrailingZeros().scale() <= 0);
        if (!fits) {
            String kind = whole ? "a whole number" : "a number";
            fault(key, "must be " + kind + " from " + least.toPlainString() + " to " + most.toPlainString());
            return Optional.empty();
        }
        return number;
    }

    private <T extends Comparable<T>> Optional<T> quantity(
            String key,
            Function<String, Optional<T>> parse,
            Function<T, String> spelling,
            T least,
            T most,
            String what) {
        Optional<YamlScalar> scalar = typed(key, YamlScalar.class, what);
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        Optional<T> value = parse.apply(scalar.get().text());
        if (value.isEmpty()) {
            fault(key, "must be " + what);
        } else if (value.get().compareTo(least) < 0 || value.get().compareTo(most) > 0) {
            fault(key, "must be from " + spelling.apply(least) + " to " + spelling.apply(most));
            return Optional.empty();
        }
        return value;
    }
}
