package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.function.FunctionName;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads one step of a workflow. Stateless. */
final class StepReader {

    static final Set<String> KEYS =
            Set.of("description", "function", "input", "foreach", "after", "when", "retry", "timeout");
    static final Set<String> RETRY_KEYS = Set.of("attempts", "backoff", "factor", "jitter", "on");

    static final int MOST_ATTEMPTS = 100;
    static final Duration LONGEST_BACKOFF = Duration.ofHours(1);
    static final double LARGEST_FACTOR = 100;
    static final Duration LONGEST_TIMEOUT = Duration.ofHours(24);

    private static final Duration BACKOFF = Duration.ofMillis(200);
    private static final double FACTOR = 2;
    private static final double JITTER = 0.5;
    private static final Pattern ERROR_TYPE = Pattern.compile("[A-Za-z_][A-Za-z0-9_.$]{0,254}");
    private static final FunctionName UNKNOWN = new FunctionName("unknown");

    private final Set<String> steps;
    private final Predicate<FunctionName> functionExists;
    private final Faults faults;

    StepReader(Set<String> steps, Predicate<FunctionName> functionExists, Faults faults) {
        this.steps = steps;
        this.functionExists = functionExists;
        this.faults = faults;
    }

    /** A step that reads well where it can; its faults are collected. */
    Step read(String name, YamlMap map) {
        var fields = new Fields(map, KEYS, faults);
        fields.text("description");
        var templates = new TemplateReader(steps, name, faults);
        FunctionName function = function(fields);
        Optional<Template> when = fields.value("when").flatMap(templates::condition);
        Optional<Template> foreach = fields.value("foreach").flatMap(templates::elements);
        if (fields.has("foreach")) {
            templates.enterElement();
        }
        Template input = fields.value("input").map(templates::read).orElseGet(() -> wholeInput(fields));
        Set<String> after = after(name, fields);
        after.addAll(templates.used());
        Optional<Duration> timeout = fields.duration("timeout", Duration.ofMillis(1), LONGEST_TIMEOUT);
        return new Step(
                name,
                new Action.Invoke(function, input),
                after,
                when,
                foreach.map(items -> new Step.Foreach(items, Integer.MAX_VALUE)),
                Optional.empty(),
                retry(fields),
                List.of(),
                timeout,
                Hints.NONE);
    }

    /** What a step without {@code input} is given: the element of its foreach, else the input of the execution. */
    private static Template wholeInput(Fields fields) {
        try {
            return new Templates.Value(Expression.parse(fields.has("foreach") ? "item" : "input"));
        } catch (ExpressionSyntaxException e) {
            throw new IllegalStateException("a name is an expression", e);
        }
    }

    private FunctionName function(Fields fields) {
        fields.required("function");
        Optional<String> text = fields.text("function");
        if (text.isEmpty()) {
            return UNKNOWN;
        }
        if (!FunctionName.isValid(text.get())) {
            fields.fault("function", "is no name of a function: [a-z0-9][a-z0-9-]{0,62}");
            return UNKNOWN;
        }
        var function = new FunctionName(text.get());
        if (!functionExists.test(function)) {
            fields.fault("function", "unknown function " + function + "; deploy it first");
        }
        return function;
    }

    private Set<String> after(String self, Fields fields) {
        Set<String> after = new LinkedHashSet<>();
        for (YamlScalar item : fields.texts("after")) {
            String name = item.text();
            if (name.equals(self)) {
                faults.add(item, "the step is after itself");
            } else if (!steps.contains(name)) {
                faults.add(item, "unknown step " + name + Suggestion.of(name, steps));
            } else if (!after.add(name)) {
                faults.add(item, "names " + name + " a second time");
            }
        }
        return after;
    }

    private Retry retry(Fields fields) {
        Optional<YamlMap> map = fields.map("retry");
        if (map.isEmpty()) {
            return Retry.NONE;
        }
        var retry = new Fields(map.get(), RETRY_KEYS, faults);
        retry.required("attempts");
        return new Retry(
                retry.integer("attempts", 1, MOST_ATTEMPTS).orElse(1),
                retry.duration("backoff", Duration.ZERO, LONGEST_BACKOFF).orElse(BACKOFF),
                retry.decimal("factor", 1, LARGEST_FACTOR).orElse(FACTOR),
                retry.decimal("jitter", 0, 1).orElse(JITTER),
                errorTypes(retry));
    }

    private Set<String> errorTypes(Fields retry) {
        Set<String> types = new LinkedHashSet<>();
        for (YamlScalar item : retry.texts("on")) {
            if (!ERROR_TYPE.matcher(item.text()).matches()) {
                faults.add(item, "is no type of an error, such as FunctionError or Timeout");
            }
            types.add(item.text());
        }
        if (types.isEmpty() && retry.list("on").isPresent()) {
            retry.fault("on", "names no type of an error; leave it out to try every error again");
        }
        return types;
    }
}
