package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.InitRequest;
import java.nio.file.Path;

/** Loads functions of one language. */
public interface RuntimeLoader {

    /** The name under which {@code function.yaml} asks for it, such as {@code python3}. */
    String runtime();

    /**
     * Loads the function and waits until it can be called. Called once.
     *
     * @param codeDir holds the unpacked code of the function
     * @throws InitException when the code or the settings are at fault
     */
    FunctionRuntime load(InitRequest settings, Path codeDir, Services services) throws InitException;
}
