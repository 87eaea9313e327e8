package io.faasbatch.gateway.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Diagrams for the tests. */
final class Samples {

    private Samples() {}

    static Diagram.Vertex step(String name) {
        return step(name, name, Kind.FUNCTION, null);
    }

    static Diagram.Vertex step(String name, String path, Kind kind, @Nullable Diagram graph) {
        return new Diagram.Vertex(
                name, path, kind, graph == null ? "fn" : null, null, null, false, null, false, false, null, graph);
    }

    static Diagram.Link link(String from, String to) {
        return new Diagram.Link(from, to, Diagram.Way.DATA);
    }

    /** One step, so many after it, one after all of those. */
    static Diagram fan(int width) {
        List<Diagram.Vertex> steps = new ArrayList<>(List.of(step("split")));
        List<Diagram.Link> links = new ArrayList<>();
        IntStream.range(0, width).forEach(i -> {
            steps.add(step("count-" + i));
            links.add(link("split", "count-" + i));
            links.add(link("count-" + i, "merge"));
        });
        steps.add(step("merge"));
        return new Diagram(steps, links);
    }

    /** A fan whose every branch has two steps. */
    static Diagram ladder(int width) {
        List<Diagram.Vertex> steps = new ArrayList<>(List.of(step("split")));
        List<Diagram.Link> links = new ArrayList<>();
        IntStream.range(0, width).forEach(i -> {
            steps.add(step("read-" + i));
            steps.add(step("count-" + i));
            links.add(link("split", "read-" + i));
            links.add(link("read-" + i, "count-" + i));
            links.add(link("count-" + i, "merge"));
        });
        steps.add(step("merge"));
        return new Diagram(steps, links);
    }

    /** Each step after up to three of those before it. */
    static Diagram random(int size, long seed) {
        Random random = new Random(seed);
        List<Diagram.Vertex> steps = new ArrayList<>();
        List<Diagram.Link> links = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            boolean nested = i % 7 == 5 && size > 10;
            steps.add(
                    nested
                            ? step("s" + i, "s" + i, Kind.STEPS, random(3, seed + i))
                            : step("s" + i, "s" + i, i % 5 == 0 ? Kind.SWITCH : Kind.FUNCTION, null));
            int most = Math.min(i, random.nextInt(4));
            for (int from : random.ints(most, 0, Math.max(1, i)).distinct().toArray()) {
                links.add(link("s" + from, "s" + i));
            }
        }
        return new Diagram(steps, links);
    }

    /** A small step beside a tall one, both after the first. */
    static Diagram beside() {
        return new Diagram(
                List.of(step("first"), step("tall", "tall", Kind.STEPS, fan(3)), step("small"), step("last")),
                List.of(link("first", "tall"), link("first", "small"), link("tall", "last"), link("small", "last")));
    }
}
