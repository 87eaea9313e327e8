package io.faasbatch.engine.http;

import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads parameters that the interfaces of gateway and worker share. */
public final class Queries {

    private Queries() {}

    /** {@code all}: whether busy containers are meant as well. */
    public static boolean all(ServerRequest request) {
        Optional<String> all = request.queryParam("all");
        if (all.isEmpty() || all.get().equals("false")) {
            return false;
        }
        if (all.get().equals("true")) {
            return true;
        }
        throw new ProblemException(HttpStatus.BAD_REQUEST, "bad-all", "all must be true or false");
    }
}
