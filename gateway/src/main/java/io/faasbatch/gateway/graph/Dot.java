package io.faasbatch.gateway.graph;

/** Writes a diagram in Graphviz' language. */
public final class Dot {

    private final StringBuilder text = new StringBuilder("digraph workflow {\n  compound=true; node [shape=box];\n");

    private Dot() {}

    public static String of(Diagram diagram) {
        Dot dot = new Dot();
        dot.add(diagram, "", "  ");
        return dot.text.append("}\n").toString();
    }

    private void add(Diagram diagram, String prefix, String indent) {
        diagram.steps().forEach(step -> add(step, indent));
        for (Diagram.Link edge : diagram.edges()) {
            text.append(indent)
                    .append(quoted(prefix + edge.from()))
                    .append(" -> ")
                    .append(quoted(prefix + edge.to()))
                    .append(" [style=")
                    .append(style(edge.kind()))
                    .append(", tooltip=")
                    .append(quoted(edge.kind().word()))
                    .append("];\n");
        }
    }

    /** A step around others is a cluster with a vertex of its own, which the edges reach. */
    private void add(Diagram.Vertex step, String indent) {
        String shape = step.kind() == Kind.SWITCH ? ", shape=diamond" : step.foreach() ? ", peripheries=2" : "";
        String vertex = quoted(step.path()) + " [label=" + quoted(step.name()) + shape + "];\n";
        if (step.graph() == null) {
            text.append(indent).append(vertex);
            return;
        }
        text.append(indent)
                .append("subgraph ")
                .append(quoted("cluster_" + step.path()))
                .append(" {\n");
        text.append(indent).append("  ").append(vertex);
        add(step.graph(), step.path() + ".", indent + "  ");
        text.append(indent).append("}\n");
    }

    private static String style(Diagram.Way way) {
        return switch (way) {
            case DATA -> "solid";
            case AFTER -> "dashed";
            case SWITCH -> "bold";
            case CATCH -> "dotted";
        };
    }

    private static String quoted(String text) {
        return "\"" + Text.dot(text) + "\"";
    }
}
