package io.faasbatch.engine.workflow;

import io.faasbatch.engine.definition.ContentDigest;
import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Fields;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.YamlDocument;
import io.faasbatch.engine.definition.YamlLimits;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.function.FunctionName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads and checks workflows in the native language. Thread-safe, and without state of its own. */
public final class WorkflowParser {

    /** The name of the step that runs when an execution fails. */
    public static final String ON_FAILURE = "onFailure";

    /** The keys of a workflow. */
    static final Set<String> KEYS =
            Set.of("name", "description", "steps", "output", "timeout", "retention", ON_FAILURE);

    /** Most steps of one workflow, nested ones counted. */
    static final int MOST_STEPS = 10_000;

    /** Most graphs around a graph. */
    static final int DEEPEST = 16;

    static final Duration TIMEOUT = Duration.ofMinutes(10);
    static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
    static final Duration SHORTEST_RETENTION = Duration.ofSeconds(1);
    static final Duration LONGEST_RETENTION = Duration.ofDays(365);

    private final YamlLimits limits;

    public WorkflowParser(YamlLimits limits) {
        this.limits = limits;
    }

    public WorkflowParser() {
        this(YamlLimits.DEFAULT);
    }

    /**
     * The workflow that the text describes; whatever workflows it names are taken to exist.
     *
     * @see #parse(WorkflowName, String, Predicate, Predicate)
     */
    public Workflow parse(WorkflowName name, String text, Predicate<FunctionName> functionExists)
            throws InvalidDefinitionException {
        return parse(name, text, functionExists, _ -> true);
    }

    /**
     * The workflow that the text describes.
     *
     * @param text YAML 1.2 or JSON
     * @param functionExists asked once per function; a workflow that was checked before needs no second check
     * @param workflowExists asked once per workflow, but not for the one that is read
     * @throws InvalidDefinitionException with every fault
     */
    public Workflow parse(
            WorkflowName name,
            String text,
            Predicate<FunctionName> functionExists,
            Predicate<WorkflowName> workflowExists)
            throws InvalidDefinitionException {
        YamlMap document = YamlDocument.read(text, limits);
        var faults = new Faults();
        var fields = new Fields(document, KEYS, faults);
        checkName(name, fields);
        fields.text("description");
        Predicate<WorkflowName> known = workflow -> workflow.equals(name) || workflowExists.test(workflow);
        var graphs = new GraphReader(new Reading(faults, functionExists, known));
        OpenGraph open = graph(fields, document);
        List<Step> steps = fields.map("steps").isPresent() ? graphs.read(open, Visible.PLAIN) : List.of();
        var outside = new TemplateReader(new OpenStep(open, ""), Visible.PLAIN, faults);
        Optional<Template> output = fields.value("output").map(outside::read);
        Optional<Step> onFailure = onFailure(fields, open, graphs);
        Duration timeout = fields.duration("timeout", Duration.ofMillis(1), LONGEST_TIMEOUT)
                .orElse(TIMEOUT);
        Optional<Duration> retention = fields.duration("retention", SHORTEST_RETENTION, LONGEST_RETENTION);
        faults.throwIfAny();
        return new Workflow(name, ContentDigest.of(text), new Graph(steps, output), timeout, retention, onFailure);
    }

    private static void checkName(WorkflowName expected, Fields fields) {
        Optional<String> name = fields.text("name");
        if (name.isPresent() && !name.get().equals(expected.value())) {
            fields.fault("name", "differs from the name it is deployed under: " + expected);
        }
    }

    /** Without steps, where they ought to be. */
    private static OpenGraph graph(Fields fields, YamlMap document) {
        fields.required("steps");
        YamlMap nothing = new YamlMap("steps", document.place(), 0, Map.of(), Map.of());
        YamlMap steps = fields.value("steps")
                .filter(YamlMap.class::isInstance)
                .map(YamlMap.class::cast)
                .orElse(nothing);
        return new OpenGraph(steps, Optional.empty(), StepRole.STEP);
    }

    private static Optional<Step> onFailure(Fields fields, OpenGraph graph, GraphReader graphs) {
        Optional<YamlMap> source = fields.map(ON_FAILURE);
        if (source.isPresent() && graph.has(ON_FAILURE)) {
            fields.fault(ON_FAILURE, "a step has the same name");
        }
        return source.map(
                map -> graphs.alone(new OpenStep(graph, ON_FAILURE), map, StepRole.ON_FAILURE, Visible.ON_FAILURE)
                        .withAfter(Set.of()));
    }
}
