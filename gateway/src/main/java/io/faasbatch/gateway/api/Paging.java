package io.faasbatch.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.storage.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Which part of a list a client asks for.
 *
 * @param cursor the {@code next} of a former part
 * @param limit most items of this part
 */
record Paging(Optional<String> cursor, int limit) {

    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;
    private static final int LONGEST_CURSOR = 1_024;

    static Paging of(ServerRequest request) {
        Optional<String> cursor = request.queryParam("cursor").filter(text -> !text.isEmpty());
        if (cursor.filter(text -> text.length() > LONGEST_CURSOR).isPresent()) {
            throw badCursor();
        }
        return new Paging(cursor, request.queryParam("limit").map(Paging::limit).orElse(DEFAULT));
    }

    private static int limit(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw Requests.badRequest("bad-limit", "limit must be a whole number from 1 to " + MOST + ", not " + text);
        }
        throw Requests.badRequest("bad-limit", "limit must be from 1 to " + MOST + ", not " + text);
    }

    /** This part of a list that is in memory; a cursor names the last item of the part before. */
    <T> Listing of(List<T> all, Function<T, String> id) {
        String after = cursor.map(Paging::decode).orElse("");
        List<T> rest = all.stream()
                .filter(item -> id.apply(item).compareTo(after) > 0)
                .sorted(Comparator.comparing(id))
                .toList();
        if (rest.size() <= limit) {
            return new Listing(rest, null);
        }
        List<T> part = rest.subList(0, limit);
        byte[] last = id.apply(part.getLast()).getBytes(StandardCharsets.UTF_8);
        return new Listing(part, Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    static ProblemException badCursor() {
        return Requests.badRequest("bad-cursor", "cursor must be the next of a former answer");
    }

    /** A part of a list, as clients see it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Listing(List<?> items, @Nullable String next) {

        static <T> Listing of(Page<T> page, Function<T, ?> view) {
            return new Listing(
                    page.items().stream().map(view).toList(), page.next().orElse(null));
        }
    }
}
