package io.faasbatch.engine.worker;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.invocation.InvocationRecord;
import io.faasbatch.protocol.ErrorDetail;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Accepted work that nobody tries any more; the JSON shape of the REST API.
 *
 * @param id the invocation's
 * @param kind {@link Kind} in small letters
 * @param function absent when the work could not be read
 * @param invocation absent in lists, and when it is gone
 * @param input absent in lists, and when it is gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeadLetter(
        String id,
        String kind,
        @Nullable String function,
        ErrorDetail error,
        Instant deadAt,
        @Nullable InvocationRecord invocation,
        @Nullable JsonNode input) {

    /** What was given up. */
    public enum Kind {
        /** The call itself: its last attempt failed. */
        CALL,
        /** The delivery of its callback; the call has ended. */
        CALLBACK,
        /** Work that could not be read. */
        UNREADABLE;

        /** As stored and shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
