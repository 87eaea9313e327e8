package io.faasbatch.engine.container;

import java.util.Optional;

/** Lets containers run before everything of the normal class. */
public interface RealTime {

    /** What is missing on this machine; empty when it can be done. */
    Optional<String> refusal();

    /**
     * All that runs in the container is first from now on, and what it starts.
     *
     * @throws SandboxException when it could not be done
     */
    void first(String nativeId);

    /** Back to the normal class. Nothing happens when the container is gone. */
    void normal(String nativeId);
}
