package io.faasbatch.engine.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.definition.Fault;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Why a request was not answered as wished: RFC 9457.
 *
 * @param type {@code urn:faasbatch:problem:} and a name that does not change
 * @param faults each thing wrong in what was sent; may be empty
 * @param members further members, such as {@code invocationId}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        @Nullable String detail,
        List<Fault> faults,
        @JsonAnyGetter Map<String, Object> members) {

    private static final String TYPES = "urn:faasbatch:problem:";

    public Problem {
        faults = faults == null ? List.of() : List.copyOf(faults);
        members = members == null ? Map.of() : Map.copyOf(members);
    }

    /** A problem of the given kind, such as {@code unknown-function}. */
    public static Problem of(HttpStatus status, String kind, String detail) {
        return new Problem(TYPES + kind, status.getReasonPhrase(), status.value(), detail, List.of(), Map.of());
    }

    public Problem withFaults(List<Fault> found) {
        return new Problem(type, title, status, detail, found, members);
    }

    public Problem with(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(type, title, status, detail, faults, more);
    }

    /** Whether it is of the given kind. */
    public boolean is(String kind) {
        return type.equals(TYPES + kind);
    }
}
