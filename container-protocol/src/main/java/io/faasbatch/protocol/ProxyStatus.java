package io.faasbatch.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Body of {@code GET /status}: {@code function} is null until the container was initialised. */
public record ProxyStatus(State status, @Nullable String function) {

    /** Whether a function was loaded. */
    public enum State {
        @JsonProperty("new")
        NEW,
        @JsonProperty("ready")
        READY
    }
}
