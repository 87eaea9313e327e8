package io.faasbatch.gateway.api;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.function.FunctionPackage;
import java.time.Instant;

/** Reads and checks an uploaded archive. */
@FunctionalInterface
public interface FunctionPackageReader {

    /** @throws InvalidDefinitionException with every fault that was found */
    FunctionPackage read(FunctionName name, byte[] archive, Instant now) throws InvalidDefinitionException;
}
