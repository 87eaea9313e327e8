package io.faasbatch.engine.workflow;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.function.FunctionName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Deployed workflows, parsed: the most recently used stay in memory, which is safe because a version never changes. */
public final class ParsedWorkflows implements WorkflowLoader {

    private static final int MOST = 256;

    /** Reads a text in whatever format it is. */
    @FunctionalInterface
    public interface Reader {

        Workflow read(
                WorkflowName name,
                WorkflowText text,
                Predicate<FunctionName> functionExists,
                Predicate<WorkflowName> workflowExists)
                throws InvalidDefinitionException;
    }

    private final WorkflowCatalog catalog;
    private final Reader reader;

    @GuardedBy("itself")
    private final Map<String, Workflow> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Workflow> eldest) {
            return size() > MOST;
        }
    };

    public ParsedWorkflows(WorkflowCatalog catalog, Reader reader) {
        this.catalog = catalog;
        this.reader = reader;
    }

    /**
     * A version of a workflow, also one that is no longer current; empty when it is gone.
     *
     * @throws io.faasbatch.engine.storage.StorageUnavailableException when Redis does not answer
     */
    @Override
    public Optional<Workflow> find(WorkflowName name, String version) {
        String key = name + "@" + version;
        synchronized (recent) {
            Workflow known = recent.get(key);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<Workflow> parsed = catalog.find(name, version).map(this::parse);
        parsed.ifPresent(workflow -> {
            synchronized (recent) {
                recent.put(key, workflow);
            }
        });
        return parsed;
    }

    /**
     * The current version of a workflow.
     *
     * @throws io.faasbatch.engine.storage.StorageUnavailableException when Redis does not answer
     */
    @Override
    public Optional<Workflow> current(WorkflowName name) {
        return catalog.find(name).flatMap(source -> find(name, source.version()));
    }

    private Workflow parse(WorkflowSource source) {
        try {
            return reader.read(source.name(), source.text(), _ -> true, _ -> true);
        } catch (InvalidDefinitionException e) {
            throw new IllegalStateException("workflow " + source.name() + " was checked when it was deployed", e);
        }
    }
}
