package io.faasbatch.engine.faasflow;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.Place;
import io.faasbatch.engine.definition.YamlLimits;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.faasflow.FlatWorkflow.Function;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.imports.Functions;
import io.faasbatch.engine.imports.ImportOptions;
import io.faasbatch.engine.imports.Precedence;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads and checks FaaSFlow's workflows. Thread-safe, and without state of its own. */
public final class FaasFlowParser {

    /** The keys of such a document, by which it is known. */
    public static final Set<String> KEYS = FlatReader.KEYS;

    private final YamlLimits limits;

    public FaasFlowParser(YamlLimits limits) {
        this.limits = limits;
    }

    /**
     * The workflow that the document describes.
     *
     * @param document of the definition in {@code text}
     * @throws InvalidDefinitionException with every fault
     */
    public Workflow parse(
            WorkflowName name, WorkflowText text, YamlMap document, Predicate<FunctionName> functionExists)
            throws InvalidDefinitionException {
        var faults = new Faults();
        ImportOptions options = ImportOptions.read(text.options(), faults);
        FlatWorkflow workflow = withoutEnd(new FlatReader(document, faults).read());
        if (text.functionInfo() != null) {
            FunctionInfo.check(text.functionInfo(), workflow.functions().keySet(), limits, faults);
        }
        Graph graph = graph(workflow, options, new Functions(options, functionExists), faults);
        faults.throwIfAny();
        return new Workflow(name, text.version(), graph, options.timeout(), Optional.empty(), Optional.empty());
    }

    private static Graph graph(FlatWorkflow workflow, ImportOptions options, Functions functions, Faults faults) {
        FlatGraph edges = FlatGraph.of(workflow, faults);
        Precedence precedence = edges.precedence();
        var store = new Store(workflow, edges, precedence, faults);
        var builder = new StepBuilder(workflow, edges, store, options, functions, faults);
        List<Step> steps = workflow.functions().values().stream()
                .flatMap(function -> builder.steps(function).stream())
                .toList();
        if (steps.isEmpty() && faults.isEmpty()) {
            faults.add("functions", Place.NONE, "has nothing to run");
        }
        return new Graph(steps, store.results());
    }

    private static FlatWorkflow withoutEnd(FlatWorkflow workflow) {
        Map<String, Function> functions = new LinkedHashMap<>(workflow.functions());
        functions.remove(FlatWorkflow.END);
        return new FlatWorkflow(functions, workflow.results());
    }
}
