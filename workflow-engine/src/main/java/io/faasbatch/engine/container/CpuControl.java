package io.faasbatch.engine.container;

import java.util.OptionalLong;

/** Measures and bounds the CPU time of containers. A container that is gone is passed over in silence. Calls may wait for the Engine. */
public interface CpuControl {

    /** What a container is made with: it competes for the cores as one with this weight. */
    int USUAL_WEIGHT = 1024;

    /** Whether bounding is no more than a write to a file. Else the Engine is asked, which takes too long while a call waits. */
    boolean isImmediate();

    /** The CPU time that the container has used since it was made; empty when it cannot be told. */
    OptionalLong usedNanos(String nativeId);

    /**
     * @param weight how the container competes when cores are short, against {@link #USUAL_WEIGHT}
     * @param cores most cores at any time
     * @throws SandboxException when this process may not
     */
    void bound(String nativeId, int weight, double cores);
}
