package io.faasbatch.experiments.workload;

import io.faasbatch.experiments.trace.Trace;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Under which name each function of a trace is deployed: its own, as far as that is a name the system takes. */
public final class FunctionNames {

    private static final int LONGEST = 63;

    private FunctionNames() {}

    public static Map<String, String> of(Trace trace) {
        Map<String, String> names = new LinkedHashMap<>();
        for (String function : trace.functions()) {
            String name = deployable(function);
            names.put(function, names.containsValue(name) ? numbered(name, names.size()) : name);
        }
        return names;
    }

    private static String deployable(String function) {
        String name =
                function.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        return shortened(name.isEmpty() ? "function" : name, LONGEST);
    }

    private static String numbered(String name, int number) {
        String suffix = "-" + number;
        return shortened(name, LONGEST - suffix.length()) + suffix;
    }

    private static String shortened(String name, int most) {
        return name.length() > most ? name.substring(0, most) : name;
    }
}
