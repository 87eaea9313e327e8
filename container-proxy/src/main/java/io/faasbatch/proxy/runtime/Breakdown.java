package io.faasbatch.proxy.runtime;

/**
 * What happens when something died that several invocations ran in, so that nobody can tell which of them it was: the container ends, its connections break, and
 * whoever sent the invocations runs them again apart. Where there is no container to end, nothing happens and all of them fail.
 */
@FunctionalInterface
public interface Breakdown {

    /** Does not return where it ends the program. */
    void ofSeveral(String reason, boolean outOfMemory);
}
