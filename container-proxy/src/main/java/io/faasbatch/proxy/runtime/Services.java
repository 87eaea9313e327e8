package io.faasbatch.proxy.runtime;

import io.faasbatch.proxy.http.HttpReads;
import io.faasbatch.proxy.store.IntermediateData;

/** What invocations can ask of the proxy while they run; shared by all of a container. */
public record Services(IntermediateData data, HttpReads http) implements AutoCloseable {

    @Override
    public void close() {
        data.close();
        http.close();
    }
}
