package io.faasbatch.engine.wfcommons;

import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Suggestion;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The edges between tasks: those of {@code parents} and {@code children}, and from the writer of a file to its readers. Built once, then only read. */
final class TaskGraph {

    private final Map<String, Set<String>> after = new LinkedHashMap<>();
    private final Map<String, Instance.Task> writers = new HashMap<>();

    private TaskGraph() {}

    static TaskGraph of(Instance instance, Faults faults) {
        var graph = new TaskGraph();
        Map<String, Instance.Task> tasks = instance.tasks();
        for (Instance.Task task : tasks.values()) {
            graph.after.put(task.step(), new LinkedHashSet<>());
            task.outputs().forEach(file -> graph.writers.putIfAbsent(file, task));
        }
        for (Instance.Task task : tasks.values()) {
            for (String parent : task.parents()) {
                graph.add(known(tasks, parent, task, faults), task);
            }
            for (String child : task.children()) {
                graph.add(task, known(tasks, child, task, faults));
            }
            graph.writers(task).values().forEach(writer -> graph.after(task).add(writer));
        }
        return graph;
    }

    /** The steps directly before each step. */
    Map<String, Set<String>> after() {
        return after;
    }

    /** The step that writes each file the task reads; files that no task writes are not among them. */
    Map<String, String> writers(Instance.Task task) {
        Map<String, String> steps = new LinkedHashMap<>();
        for (String file : task.inputs()) {
            Instance.Task writer = writers.get(file);
            if (writer != null && !writer.equals(task)) {
                steps.put(file, writer.step());
            }
        }
        return steps;
    }

    /** The task itself in place of one that is not known, which makes no edge. */
    private static Instance.Task known(Map<String, Instance.Task> tasks, String id, Instance.Task task, Faults faults) {
        Instance.Task found = tasks.get(id);
        if (found == null) {
            faults.add(task.at(), "unknown task " + id + Suggestion.of(id, tasks.keySet()));
            return task;
        }
        return found;
    }

    private void add(Instance.Task parent, Instance.Task child) {
        if (!parent.id().equals(child.id())) {
            after(child).add(parent.step());
        }
    }

    private Set<String> after(Instance.Task task) {
        return after.computeIfAbsent(task.step(), _ -> new LinkedHashSet<>());
    }
}
