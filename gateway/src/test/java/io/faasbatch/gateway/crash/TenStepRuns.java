package io.faasbatch.gateway.crash;

import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Many executions of the workflow of ten steps, numbered, each with a result of its own. Used by one thread. */
final class TenStepRuns {

    private final ExecutionStore store;
    private final List<ExecutionId> all = new ArrayList<>();
    private final List<ExecutionId> open = new ArrayList<>();

    TenStepRuns(ExecutionStore store) {
        this.store = store;
    }

    /**
     * Accepts more of them.
     *
     * @param prefix of their ids, followed by the number
     * @param failures how often some steps of an execution fail first, by its number
     */
    void accept(String prefix, int count, IntUnaryOperator failures) {
        for (int i = 0; i < count; i++) {
            int number = all.size();
            ExecutionId id = new ExecutionId(prefix + number);
            JsonNode input =
                    JsonNodeFactory.instance.objectNode().put("n", number).put("failures", failures.applyAsInt(number));
            Samples.accept(store, id, Samples.TEN_STEPS, input);
            all.add(id);
            open.add(id);
        }
    }

    /** Those that have not ended, as far as Redis answers. */
    List<ExecutionId> open() {
        try {
            open.removeIf(id -> store.status(id).filter(ExecutionStatus::ended).isPresent());
        } catch (StorageUnavailableException e) {
            return List.copyOf(open);
        }
        return List.copyOf(open);
    }

    /** What ended otherwise than it should, in words. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Execution ended = store.find(all.get(i)).orElseThrow();
            if (ended.status() != ExecutionStatus.SUCCEEDED
                    || !Samples.number(6 * i + 30).equals(ended.output())) {
                wrong.add(ended.id() + ": " + ended.status() + " " + ended.output() + " " + ended.error());
            }
        }
        return wrong;
    }
}
