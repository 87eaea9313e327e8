package io.faasbatch.api;

import java.util.Map;

/**
 * GET requests over the connections of the container, within the invocation's deadline. With {@code coalesceHttp: true} in the
 * function's settings, requests of the same address with the same headers that are under way at the same time are one.
 */
@FunctionalInterface
public interface Http {

    /**
     * The answer, whatever its status, behind at most five redirects.
     *
     * @param url of http or https
     * @param headers by name
     * @throws HttpException when there is no answer, or one that is too large
     */
    HttpAnswer get(String url, Map<String, String> headers);

    /** The answer to a request without headers of its own. */
    default HttpAnswer get(String url) {
        return get(url, Map.of());
    }
}
