package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowLoader;
import io.faasbatch.gateway.graph.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the steps of an execution in the order of the definition: a step, then those nested in it. Steps that were not begun are pending; steps
 * nested in a foreach or a sub-workflow are listed once that has begun. Used by one thread, once.
 */
final class StepList {

    /** What was begun and is not in the list yet, by path. */
    private final TreeMap<String, StepRecord> records = new TreeMap<>();

    private final WorkflowLoader workflows;
    private final List<StepView> list = new ArrayList<>();

    private StepList(Execution execution, WorkflowLoader workflows) {
        this.workflows = workflows;
        execution.steps().forEach(record -> records.put(record.name(), record));
    }

    /** @param definition empty when it is gone: what was begun is shown then, by path */
    static List<StepView> of(Execution execution, Optional<Workflow> definition, WorkflowLoader workflows) {
        StepList steps = new StepList(execution, workflows);
        definition.ifPresent(workflow -> {
            steps.add(workflow.graph(), "");
            workflow.onFailure().filter(step -> steps.begun(step.name())).ifPresent(step -> steps.add(step, ""));
        });
        steps.addOthers();
        return List.copyOf(steps.list);
    }

    private void add(Graph graph, String prefix) {
        graph.steps().forEach(step -> add(step, prefix));
    }

    private void add(Step step, String prefix) {
        String path = prefix + step.name();
        StepRecord record = take(path);
        if (step.foreach().isEmpty()) {
            list.add(StepView.of(record, Kind.of(step.action()).word(), record.invocations()));
            addNested(step.action(), path, record);
        } else if (step.action() instanceof Action.Invoke) {
            list.add(StepView.of(record, Kind.of(step.action()).word(), elementInvocations(record)));
        } else {
            list.add(StepView.of(record, Kind.of(step.action()).word(), record.invocations()));
            addElements(step.action(), record);
        }
    }

    private void addNested(Action action, String path, StepRecord record) {
        if (action instanceof Action.Nested nested) {
            add(nested.graph(), path + ".");
        } else if (action instanceof Action.SubWorkflow sub && record.version() != null) {
            workflows.find(sub.workflow(), record.version()).ifPresent(found -> add(found.graph(), path + "."));
        }
    }

    /** Only elements that were begun: there may be very many. */
    private void addElements(Action action, StepRecord record) {
        for (int i = 0; i < elements(record); i++) {
            String path = record.name() + "." + i;
            if (begun(path)) {
                StepRecord element = take(path);
                list.add(StepView.of(element, Kind.of(action).word(), element.invocations()));
                addNested(action, path, element);
            }
        }
    }

    private List<InvocationRecord> elementInvocations(StepRecord record) {
        List<InvocationRecord> all = new ArrayList<>(record.invocations());
        for (int i = 0; i < elements(record); i++) {
            StepRecord element = records.remove(record.name() + "." + i);
            if (element != null) {
                all.addAll(element.invocations());
            }
        }
        return all;
    }

    private static int elements(StepRecord record) {
        Integer elements = record.elements();
        return elements == null ? 0 : elements;
    }

    private boolean begun(String path) {
        String nested = records.ceilingKey(path + ".");
        return records.containsKey(path) || (nested != null && nested.startsWith(path + "."));
    }

    private StepRecord take(String path) {
        @Nullable StepRecord begun = records.remove(path);
        return begun == null ? StepRecord.pending(path) : begun;
    }

    private void addOthers() {
        records.values().forEach(record -> list.add(StepView.of(record, null, record.invocations())));
    }
}
