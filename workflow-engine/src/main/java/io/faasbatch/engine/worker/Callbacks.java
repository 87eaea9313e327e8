package io.faasbatch.engine.worker;

import io.faasbatch.engine.invocation.InvocationRecord;
import java.net.URI;
import java.util.Optional;

/** Announces the end of calls to those who asked for it. */
public interface Callbacks {

    /** Posts the record once; empty when it was taken, else why it was not. */
    Optional<String> post(URI callback, InvocationRecord ended) throws InterruptedException;
}
