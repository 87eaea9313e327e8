package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.experiment.MalformedExperimentException;
import io.faasbatch.experiments.experiment.Parameters;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings of the system under measurement: those under {@code system}, named as in its reference without the {@code faasbatch.} in front. */
final class Settings {

    static final String PARAMETER = "system";

    private Settings() {}

    /** As environment variables. */
    static Map<String, String> of(Parameters parameters) throws MalformedExperimentException {
        Map<String, String> variables = new LinkedHashMap<>();
        parameters.named(PARAMETER).forEach((name, value) -> variables.put(variable(name), value));
        return variables;
    }

    static String variable(String setting) {
        return "FAASBATCH_" + setting.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
    }

    /** With one more, or another one. */
    static Map<String, String> with(Map<String, String> settings, String setting, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(variable(setting), value);
        return more;
    }
}
