package io.faasbatch.experiments.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One combination of an experiment's factors.
 *
 * @param values by factor, in the order of the factors
 */
public record Configuration(Map<String, String> values) {

    public Configuration {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @param values as many as there are factors, in their order */
    public static Configuration of(List<String> factors, String... values) {
        if (factors.size() != values.length) {
            throw new IllegalArgumentException(factors + " have not the values " + List.of(values));
        }
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            named.put(factors.get(i), values[i]);
        }
        return new Configuration(named);
    }

    public String value(String factor) {
        String value = values.get(factor);
        if (value == null) {
            throw new IllegalArgumentException("no factor " + factor + " in " + values);
        }
        return value;
    }

    /** Names it in files and messages. */
    public String id() {
        return String.join("_", values.values());
    }

    @Override
    public String toString() {
        return id();
    }
}
