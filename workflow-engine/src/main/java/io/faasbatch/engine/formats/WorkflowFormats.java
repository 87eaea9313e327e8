package io.faasbatch.engine.formats;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.definition.Place;
import io.faasbatch.engine.definition.Suggestion;
import io.faasbatch.engine.definition.YamlDocument;
import io.faasbatch.engine.definition.YamlLimits;
import io.faasbatch.engine.definition.YamlMap;
import io.faasbatch.engine.definition.YamlScalar;
import io.faasbatch.engine.faasflow.FaasFlowParser;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.wfcommons.WfCommonsParser;
import io.faasbatch.engine.workflow.ParsedWorkflows;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowParser;
import io.faasbatch.engine.workflow.WorkflowText;
import java.util.Set;
import java.util.function.Predicate;

/** Reads a workflow in whatever format it is written, told by the keys of its document. Thread-safe. */
public final class WorkflowFormats implements ParsedWorkflows.Reader {

    /** For recorded workflows of thousands of tasks. */
    private static final YamlLimits IMPORT_LIMITS = new YamlLimits(64 * 1024 * 1024, 64, 5_000_000);

    private static final Set<String> NESTED_TYPES = Set.of("function", "pass", "switch", "foreach", "parallel");

    private final WorkflowParser nativeLanguage = new WorkflowParser();
    private final FaasFlowParser faasFlow = new FaasFlowParser(IMPORT_LIMITS);
    private final WfCommonsParser wfCommons = new WfCommonsParser();

    /** The formats there are. */
    enum Format {
        NATIVE,
        FAASFLOW,
        WFCOMMONS
    }

    @Override
    public Workflow read(
            WorkflowName name,
            WorkflowText text,
            Predicate<FunctionName> functionExists,
            Predicate<WorkflowName> workflowExists)
            throws InvalidDefinitionException {
        YamlMap document = YamlDocument.read(text.definition(), IMPORT_LIMITS);
        refuseNested(document);
        Format format = formatOf(document);
        refuseWhatDoesNotFit(text, format);
        return switch (format) {
            case NATIVE -> nativeLanguage.parse(name, text.definition(), functionExists, workflowExists);
            case FAASFLOW -> faasFlow.parse(name, text, document, functionExists);
            case WFCOMMONS -> wfCommons.parse(name, text, document, functionExists);
        };
    }

    /** A document with {@code steps} is native; else a key of FaaSFlow's decides, also a misspelt one, or a map {@code workflow}. */
    static Format formatOf(YamlMap document) {
        Set<String> keys = document.values().keySet();
        if (keys.contains("steps")) {
            return Format.NATIVE;
        }
        if (document.values().get("workflow") instanceof YamlMap) {
            return Format.WFCOMMONS;
        }
        boolean flat = keys.stream()
                .anyMatch(key -> FaasFlowParser.KEYS.contains(key)
                        || !Suggestion.of(key, FaasFlowParser.KEYS).isEmpty());
        return flat ? Format.FAASFLOW : Format.NATIVE;
    }

    /** FaaSFlow's own nested form, which no engine runs: its flattener makes the flat one of it. */
    private static void refuseNested(YamlMap document) throws InvalidDefinitionException {
        boolean nested = document.values().get("type") instanceof YamlScalar type && NESTED_TYPES.contains(type.text());
        if (nested) {
            var faults = new Faults();
            String message = "is FaaSFlow's nested form; deploy the flat_workflow.yaml that FaaSFlow makes of it";
            faults.add("type", document.keyPlace("type"), message);
            faults.throwIfAny();
        }
    }

    private static void refuseWhatDoesNotFit(WorkflowText text, Format format) throws InvalidDefinitionException {
        var faults = new Faults();
        if (format == Format.NATIVE) {
            text.options()
                    .keySet()
                    .forEach(option -> faults.add(
                            "options." + option, Place.NONE, "has no meaning for a workflow of the native language"));
        }
        if (format != Format.FAASFLOW && text.functionInfo() != null) {
            faults.add("function_info.yaml:", Place.NONE, "belongs to a flat_workflow.yaml only");
        }
        faults.throwIfAny();
    }
}
