package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the invocations of one container are kept apart. */
public enum Isolation {
    /** A fresh process per invocation, forked from the initialised one. */
    @JsonProperty("process")
    PROCESS,
    /** Threads of one process, which can share clients. */
    @JsonProperty("thread")
    THREAD
}
