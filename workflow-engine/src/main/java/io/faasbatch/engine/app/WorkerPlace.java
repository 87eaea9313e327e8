package io.faasbatch.engine.app;

/** Where the worker of this process is reached. */
public record WorkerPlace(String url) {

    /** Inside a gateway: by nobody else. */
    public static final WorkerPlace EMBEDDED = new WorkerPlace("embedded:");
}
