package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.Quantities;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlNumbers;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads how long, or until when, a step waits; what is no expression is checked at once. */
final class WaitReader {

    static final Set<String> KEYS = Set.of("until");

    /** Longest wait that a definition can state. */
    static final Duration LONGEST = WorkflowParser.LONGEST_TIMEOUT;

    private final TemplateReader templates;
    private final Faults faults;

    WaitReader(TemplateReader templates, Faults faults) {
        this.templates = templates;
        this.faults = faults;
    }

    Action read(YamlValue value) {
        if (!(value instanceof YamlMap map)) {
            return new Action.WaitFor(duration(value));
        }
        var fields = new Fields(map, KEYS, faults);
        fields.required("until");
        return new Action.WaitUntil(fields.value("until").map(this::instant).orElse(ActionReader.NULL));
    }

    private Template duration(YamlValue value) {
        Template template = templates.read(value);
        boolean literal = value instanceof YamlScalar && template instanceof Templates.Literal;
        if (literal && value instanceof YamlScalar scalar && !isDuration(scalar)) {
            faults.add(
                    value,
                    "must be a duration such as 10s or 1.5h, or seconds, from 0s to " + Quantities.text(LONGEST));
        } else if (!(value instanceof YamlScalar)) {
            faults.add(
                    value, "must be a duration such as 10s, an expression, or a map with until, not " + value.what());
        }
        return template;
    }

    private static boolean isDuration(YamlScalar scalar) {
        if (scalar.kind() == YamlScalar.Kind.TEXT) {
            Optional<Duration> duration = Quantities.duration(scalar.text());
            return duration.isPresent() && duration.get().compareTo(LONGEST) <= 0;
        }
        Optional<BigDecimal> seconds = YamlNumbers.exact(scalar);
        return seconds.isPresent()
                && seconds.get().signum() >= 0
                && seconds.get().compareTo(BigDecimal.valueOf(LONGEST.toSeconds())) <= 0;
    }

    private Template instant(YamlValue value) {
        int before = faults.count();
        Template template = templates.read(value);
        boolean computed = template instanceof Templates.Value || template instanceof Templates.Text;
        boolean literal = template instanceof Templates.Literal(JsonNode text)
                && text.isString()
                && isInstant(text.stringValue());
        if (!computed && !literal && faults.count() == before) {
            faults.add(value, "must be an instant such as 2030-01-31T08:00:00Z, or an expression that gives one");
        }
        return template;
    }

    private static boolean isInstant(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
