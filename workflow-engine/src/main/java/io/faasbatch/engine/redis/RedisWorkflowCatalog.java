package io.faasbatch.engine.redis;

import io.faasbatch.engine.storage.Page;
import io.faasbatch.engine.workflow.WorkflowCatalog;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowSource;
import java.util.Optional;

/** The workflows, as their authors wrote them. */
final class RedisWorkflowCatalog implements WorkflowCatalog {

    private static final byte[] NO_ARCHIVE = {};

    private final VersionedEntries entries;
    private final Json json;

    RedisWorkflowCatalog(VersionedEntries entries, Json json) {
        this.entries = entries;
        this.json = json;
    }

    @Override
    public boolean deploy(WorkflowSource workflow) {
        return entries.put(workflow.name().value(), workflow.version(), json.write(workflow), NO_ARCHIVE);
    }

    @Override
    public Optional<WorkflowSource> find(WorkflowName name) {
        return entries.current(name.value()).map(this::read);
    }

    @Override
    public Optional<WorkflowSource> find(WorkflowName name, String version) {
        return entries.version(name.value(), version).map(this::read);
    }

    @Override
    public Page<WorkflowSource> list(Optional<String> cursor, int limit) {
        Page<byte[]> page = entries.page(cursor, limit);
        return new Page<>(page.items().stream().map(this::read).toList(), page.next());
    }

    @Override
    public boolean delete(WorkflowName name) {
        return entries.delete(name.value());
    }

    private WorkflowSource read(byte[] stored) {
        return json.read(stored, WorkflowSource.class);
    }
}
