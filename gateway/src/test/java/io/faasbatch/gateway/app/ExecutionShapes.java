package io.faasbatch.gateway.app;

import io.faasbatch.engine.execution.Control;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.engine.invocation.InvocationStatus;
import io.faasbatch.engine.invocation.Timings;
import io.faasbatch.engine.workflow.Action;
import io.faasbatch.engine.workflow.Graph;
import io.faasbatch.engine.workflow.Hints;
import io.faasbatch.engine.workflow.Retry;
import io.faasbatch.engine.workflow.Scope;
import io.faasbatch.engine.workflow.Step;
import io.faasbatch.engine.workflow.Template;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/** Executions and graphs as tests need them. */
final class ExecutionShapes {

    private static final Template INPUT = Scope::input;

    private ExecutionShapes() {}

    static Execution with(Execution before, ExecutionStatus status, Control control) {
        return with(before, status, control, before.steps());
    }

    static Execution with(Execution before, ExecutionStatus status, Control control, List<StepRecord> steps) {
        return new Execution(
                before.id(),
                before.workflow(),
                before.version(),
                status,
                before.input(),
                status == ExecutionStatus.SUCCEEDED ? before.input() : null,
                before.error(),
                steps,
                before.createdAt(),
                before.startedAt(),
                status.ended() ? Instant.EPOCH : null,
                before.deadline(),
                control,
                before.reruns());
    }

    static Step function(String name, Set<String> after, boolean foreach) {
        return step(name, new Action.Invoke(new FunctionName("echo"), INPUT), after, foreach);
    }

    static Step nested(String name, Set<String> after, boolean foreach, Step... steps) {
        Graph graph = new Graph(List.of(steps), Optional.empty());
        return step(name, new Action.Nested(graph, Optional.empty()), after, foreach);
    }

    static Step step(String name, Action action, Set<String> after, boolean foreach) {
        return new Step(
                name,
                action,
                after,
                Optional.empty(),
                foreach ? Optional.of(new Step.Foreach(INPUT, Integer.MAX_VALUE)) : Optional.empty(),
                Optional.empty(),
                Retry.NONE,
                List.of(),
                Optional.empty(),
                Hints.NONE);
    }

    static StepRecord record(String execution, String path, StepStatus status, @Nullable Integer elements) {
        boolean invoked = status == StepStatus.SUCCEEDED && elements == null;
        JsonNode output = status == StepStatus.SUCCEEDED ? IntNode.valueOf(4711) : null;
        List<InvocationRecord> invocations = invoked ? List.of(invocation(execution, path)) : List.of();
        return new StepRecord(
                path, status, 2, 1, output, null, invocations, elements, Instant.EPOCH, null, null, null, null);
    }

    private static InvocationRecord invocation(String execution, String path) {
        return new InvocationRecord(
                execution + ":" + path,
                "echo",
                "v1",
                InvocationStatus.SUCCEEDED,
                null,
                null,
                new Timings(1, 2, 3, 4, 10),
                new InvocationRecord.ContainerUse("c1", false),
                new InvocationRecord.BatchUse("b1", 3),
                execution,
                path,
                2,
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH);
    }
}
