package io.faasbatch.gateway.crash;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.function.PackageLimits;
import io.faasbatch.engine.storage.StorageUnavailableException;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowParser;
import io.faasbatch.engine.workflow.WorkflowSource;
import io.faasbatch.engine.workflow.WorkflowText;
import io.faasbatch.gateway.Waiting;
import io.faasbatch.gateway.it.FunctionZip;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The function and the workflows of these tests, and how they are deployed and begun. */
final class Samples {

    static final String FUNCTION = "act";
    static final WorkflowName THIRTY_STEPS = new WorkflowName("thirty-steps");
    static final WorkflowName TEN_STEPS = new WorkflowName("ten-steps");

    /** What the thirty steps give for the input 1. */
    static final int RESULT_OF_THIRTY_STEPS = 664;

    private static final WorkflowName SUB = new WorkflowName("crash-sub");

    private Samples() {}

    static byte[] function() {
        String settings = "isolation: thread\ndispatchInterval: 5ms\ntimeout: 30s\n";
        return FunctionZip.python(FUNCTION, settings, text("act.py"));
    }

    /** Deploys everything. */
    static void deploy(WorkerInTest worker) {
        try {
            FunctionPackage act = FunctionPackage.parse(
                    new FunctionName(FUNCTION), function(), PackageLimits.withStrategies(Set.of()), Instant.now());
            worker.part(FunctionCatalog.class).deploy(act);
            for (WorkflowName name : new WorkflowName[] {SUB, THIRTY_STEPS, TEN_STEPS}) {
                String text = text(name + ".yaml");
                worker.part(WorkflowCatalog.class)
                        .deploy(new WorkflowSource(name, versionOf(name), WorkflowText.of(text), Instant.now()));
            }
        } catch (InvalidDefinitionException e) {
            throw new AssertionError("a sample has faults: " + e.faults(), e);
        }
    }

    private static String versionOf(WorkflowName name) {
        try {
            return new WorkflowParser()
                    .parse(name, text(name + ".yaml"), _ -> true)
                    .version();
        } catch (InvalidDefinitionException e) {
            throw new AssertionError(name + " has faults: " + e.faults(), e);
        }
    }

    static JsonNode number(int value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    /** Accepts an execution, as a gateway does whose client asks again after a 503. */
    static void accept(ExecutionStore store, ExecutionId id, WorkflowName workflow, JsonNode input) {
        Execution pending = Execution.pending(id, workflow.value(), versionOf(workflow), input, Instant.now());
        Waiting.until(id + " to be accepted", Duration.ofSeconds(60), () -> isAccepted(store, pending));
    }

    private static boolean isAccepted(ExecutionStore store, Execution pending) {
        try {
            store.accept(pending, Optional.empty());
            return true;
        } catch (StorageUnavailableException e) {
            return false;
        }
    }

    static String text(String resource) {
        try (InputStream stream = Objects.requireNonNull(Samples.class.getResourceAsStream(resource), resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
