package io.faasbatch.engine.redis;

import io.faasbatch.engine.function.FunctionCatalog;
import io.faasbatch.engine.function.FunctionDefinition;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import io.faasbatch.engine.storage.Page;
import java.util.Optional;

/** The functions, with their archives beside their versions. */
final class RedisFunctionCatalog implements FunctionCatalog {

    private final VersionedEntries entries;
    private final Json json;

    RedisFunctionCatalog(VersionedEntries entries, Json json) {
        this.entries = entries;
        this.json = json;
    }

    @Override
    public boolean deploy(FunctionPackage function) {
        FunctionDefinition definition = function.definition();
        return entries.put(definition.name().value(), definition.version(), json.write(definition), function.archive());
    }

    @Override
    public Optional<FunctionDefinition> find(FunctionName name) {
        return entries.current(name.value()).map(this::read);
    }

    @Override
    public Optional<FunctionDefinition> find(FunctionName name, String version) {
        return entries.version(name.value(), version).map(this::read);
    }

    @Override
    public Optional<byte[]> archive(FunctionName name, String version) {
        return entries.archive(name.value(), version);
    }

    @Override
    public Page<FunctionDefinition> list(Optional<String> cursor, int limit) {
        Page<byte[]> page = entries.page(cursor, limit);
        return new Page<>(page.items().stream().map(this::read).toList(), page.next());
    }

    @Override
    public boolean delete(FunctionName name) {
        return entries.delete(name.value());
    }

    private FunctionDefinition read(byte[] stored) {
        return json.read(stored, FunctionDefinition.class);
    }
}
