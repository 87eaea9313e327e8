package io.faasbatch.engine.function;

import io.faasbatch.engine.storage.Page;
import java.util.Optional;

/** The deployed functions, kept in Redis. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}. */
public interface FunctionCatalog {

    /**
     * Makes the package the current version of its function.
     *
     * @return false when the function was there before, whatever its version
     */
    boolean deploy(FunctionPackage function);

    /** The current version. */
    Optional<FunctionDefinition> find(FunctionName name);

    /** A given version, also one that is no longer current. */
    Optional<FunctionDefinition> find(FunctionName name, String version);

    /** The archive of a version. */
    Optional<byte[]> archive(FunctionName name, String version);

    /** Current versions by name. {@code cursor} is a former page's {@code next}. */
    Page<FunctionDefinition> list(Optional<String> cursor, int limit);

    /** @return whether there was one */
    boolean delete(FunctionName name);
}
