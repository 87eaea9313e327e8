package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.definition.YamlValue;
import io.faasbatch.engine.function.FunctionName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads what a step does. */
final class ActionReader {

    static final Set<String> FAIL_KEYS = Set.of("type", "message");

    static final Template NULL = new Templates.Literal(JsonNodeFactory.instance.nullNode());

    /** Stands in for what cannot be read. */
    static final Action NOTHING = new Action.SetValue(NULL);

    /**
     * A step's text.
     *
     * @param templates reads what the action sees, inside the step's foreach
     */
    record Source(OpenStep step, YamlMap map, Fields fields, TemplateReader templates) {

        YamlValue value(StepKind kind) {
            return Objects.requireNonNull(map.values().get(kind.key()));
        }
    }

    private final Reading reading;
    private final Faults faults;
    private final GraphReader graphs;

    ActionReader(Reading reading, GraphReader graphs) {
        this.reading = reading;
        this.faults = reading.faults();
        this.graphs = graphs;
    }

    /** An action that reads well where it can; its faults are collected. */
    Action read(StepKind kind, Source source) {
        return switch (kind) {
            case FUNCTION -> function(source);
            case WORKFLOW -> workflow(source);
            case STEPS -> nested(source, "steps", StepRole.STEP);
            case PARALLEL -> nested(source, "parallel", StepRole.BRANCH);
            case WAIT -> new WaitReader(source.templates(), faults).read(source.value(kind));
            case SET -> new Action.SetValue(source.templates().read(source.value(kind)));
            case PASS -> pass(source);
            case FAIL -> fail(source);
            case SUCCEED -> new Action.Succeed(source.templates().read(source.value(kind)));
            case SWITCH -> new SwitchReader(source.step(), source.templates(), faults).read(source.fields());
        };
    }

    private Action function(Source source) {
        Optional<String> text = name(source.fields(), "function");
        Template input = input(source).orElseGet(() -> wholeInput(source.fields()));
        if (text.isEmpty()) {
            return NOTHING;
        }
        if (!FunctionName.isValid(text.get())) {
            source.fields().fault("function", "is no name of a function: [a-z0-9][a-z0-9-]{0,62}");
            return NOTHING;
        }
        var function = new FunctionName(text.get());
        if (!reading.exists(function)) {
            source.fields().fault("function", "unknown function " + function + "; deploy it first");
        }
        return new Action.Invoke(function, input);
    }

    private Action workflow(Source source) {
        Optional<String> text = name(source.fields(), "workflow");
        Template input = input(source).orElseGet(() -> wholeInput(source.fields()));
        if (text.isEmpty()) {
            return NOTHING;
        }
        if (!WorkflowName.isValid(text.get())) {
            source.fields().fault("workflow", "is no name of a workflow: [a-z0-9][a-z0-9-]{0,62}");
            return NOTHING;
        }
        var workflow = new WorkflowName(text.get());
        if (!reading.exists(workflow)) {
            source.fields().fault("workflow", "unknown workflow " + workflow + "; deploy it first");
        }
        return new Action.SubWorkflow(workflow, input);
    }

    private static Optional<String> name(Fields fields, String key) {
        fields.required(key);
        return fields.text(key);
    }

    private static Optional<Template> input(Source source) {
        return source.fields().value("input").map(source.templates()::read);
    }

    /** What a step without {@code input} is given: the element of its foreach, else the input around it. */
    private static Template wholeInput(Fields fields) {
        try {
            return new Templates.Value(Expression.parse(fields.value("foreach").isPresent() ? "item" : "input"));
        } catch (ExpressionSyntaxException e) {
            throw new IllegalStateException("a name is an expression", e);
        }
    }

    private Action nested(Source source, String key, StepRole role) {
        source.fields().required(key);
        Optional<Template> input = input(source);
        Optional<YamlMap> steps = source.fields().map(key);
        if (steps.isEmpty()) {
            return NOTHING;
        }
        var graph = new OpenGraph(steps.get(), Optional.of(source.step()), role);
        List<Step> read = graphs.read(graph, source.templates().visible());
        return new Action.Nested(new Graph(read, Optional.empty()), input);
    }

    private Action pass(Source source) {
        boolean yes = source.value(StepKind.PASS) instanceof YamlScalar scalar
                && scalar.kind() == YamlScalar.Kind.BOOLEAN
                && Boolean.parseBoolean(scalar.text());
        if (!yes) {
            source.fields().fault("pass", "must be true");
        }
        return new Action.SetValue(input(source).orElse(NULL));
    }

    private Action fail(Source source) {
        source.fields().required("fail");
        Optional<YamlMap> map = source.fields().map("fail");
        if (map.isEmpty()) {
            return NOTHING;
        }
        var fields = new Fields(map.get(), FAIL_KEYS, faults);
        Optional<String> type = name(fields, "type");
        if (type.isPresent() && !ErrorTypes.isValid(type.get())) {
            fields.fault("type", "is no type of an error, such as OrderRefused");
        }
        Template message = fields.value("message")
                .map(source.templates()::read)
                .orElseGet(() -> new Templates.Literal(JsonNodeFactory.instance.stringNode(
                        "step " + source.step().name() + " failed")));
        return new Action.Fail(type.orElse(""), message);
    }
}
