package io.faasbatch.gateway.api;

import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.gateway.graph.Diagram;
import io.faasbatch.gateway.graph.Dot;
import io.faasbatch.gateway.graph.Mermaid;
import io.faasbatch.gateway.graph.Svg;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.server.NotAcceptableStatusException;
import tools.jackson.databind.json.JsonMapper;

/** In which language a graph is answered: as {@code format} says, else as {@code Accept} says. The first is the default. */
enum GraphFormat {
    JSON,
    SVG,
    MERMAID,
    DOT;

    MediaType type() {
        return switch (this) {
            case JSON -> MediaType.APPLICATION_JSON;
            case SVG -> new MediaType("image", "svg+xml", StandardCharsets.UTF_8);
            case MERMAID -> new MediaType("text", "plain", StandardCharsets.UTF_8);
            case DOT -> new MediaType("text", "vnd.graphviz", StandardCharsets.UTF_8);
        };
    }

    byte[] write(Diagram diagram, String title) {
        return switch (this) {
            case JSON -> JsonMapper.shared().writeValueAsBytes(diagram);
            case SVG -> Svg.of(diagram, title).getBytes(StandardCharsets.UTF_8);
            case MERMAID -> Mermaid.of(diagram).getBytes(StandardCharsets.UTF_8);
            case DOT -> Dot.of(diagram).getBytes(StandardCharsets.UTF_8);
        };
    }

    static GraphFormat of(ServerRequest request) {
        return request.queryParam("format").map(GraphFormat::named).orElseGet(() -> accepted(request));
    }

    private static GraphFormat named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> Requests.badRequest("bad-format", "format must be json, svg, mermaid or dot"));
    }

    private static GraphFormat accepted(ServerRequest request) {
        List<MediaType> accepted = acceptedTypes(request);
        if (accepted.isEmpty()) {
            return JSON;
        }
        return accepted.stream()
                .flatMap(type -> Arrays.stream(values()).filter(format -> type.isCompatibleWith(format.type())))
                .findFirst()
                .orElseThrow(GraphFormat::notAcceptable);
    }

    private static List<MediaType> acceptedTypes(ServerRequest request) {
        try {
            List<MediaType> types = new ArrayList<>(request.headers().accept());
            MimeTypeUtils.sortBySpecificity(types);
            return types;
        } catch (InvalidMediaTypeException | NotAcceptableStatusException e) {
            throw notAcceptable();
        }
    }

    private static ProblemException notAcceptable() {
        return new ProblemException(
                HttpStatus.NOT_ACCEPTABLE,
                "not-acceptable",
                "a graph is application/json, image/svg+xml, text/plain (Mermaid) or text/vnd.graphviz");
    }
}
