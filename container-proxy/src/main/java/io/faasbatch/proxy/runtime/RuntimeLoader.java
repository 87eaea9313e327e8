package io.faasbatch.proxy.runtime;

import io.faasbatch.protocol.InitRequest;
import java.nio.file.Path;

/** Loads functions of one language. */
public interface RuntimeLoader {

    /** The name under which {@code function.yaml} asks for it, such as {@code python3}. */
    String runtime();

    /**
     * Loads the function and waits until it can be called. Called once, and again after each {@link #renew}.
     *
     * @param codeDir holds the unpacked code of the function
     * @throws InitException when the code or the settings are at fault
     */
    FunctionRuntime load(InitRequest settings, Path codeDir, Services services) throws InitException;

    /** Whether nothing of a function is left in this program once its runtime was closed: no code of it ever ran inside. */
    boolean leavesNothing();

    /** Makes ready for another function, after the last one and every process in the container was ended. */
    void renew();
}
