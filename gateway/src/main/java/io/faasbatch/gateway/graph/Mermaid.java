package io.faasbatch.gateway.graph;

import java.util.HashMap;
import java.util.Map;

/** Writes a diagram in the language of Mermaid. */
public final class Mermaid {

    private final StringBuilder text = new StringBuilder("flowchart TD\n");
    private int last;

    private Mermaid() {}

    public static String of(Diagram diagram) {
        Mermaid mermaid = new Mermaid();
        mermaid.add(diagram, "  ");
        return mermaid.text.toString();
    }

    private void add(Diagram diagram, String indent) {
        Map<String, String> ids = new HashMap<>();
        for (Diagram.Vertex step : diagram.steps()) {
            String id = "s" + last++;
            ids.put(step.name(), id);
            add(step, id, indent);
        }
        for (Diagram.Link edge : diagram.edges()) {
            text.append(indent)
                    .append(ids.get(edge.from()))
                    .append(arrow(edge.kind()))
                    .append(ids.get(edge.to()))
                    .append('\n');
        }
    }

    private void add(Diagram.Vertex step, String id, String indent) {
        String label = "\"" + Text.mermaid(step.name()) + "\"";
        if (step.graph() != null) {
            text.append(indent)
                    .append("subgraph ")
                    .append(id)
                    .append('[')
                    .append(label)
                    .append("]\n");
            add(step.graph(), indent + "  ");
            text.append(indent).append("end\n");
            return;
        }
        String shape = step.kind() == Kind.SWITCH
                ? "{" + label + "}"
                : step.foreach() ? "[[" + label + "]]" : "[" + label + "]";
        text.append(indent).append(id).append(shape).append('\n');
    }

    private static String arrow(Diagram.Way way) {
        return switch (way) {
            case DATA -> " --> ";
            case AFTER -> " -.-> ";
            case SWITCH -> " ==> ";
            case CATCH -> " -.->|catch| ";
        };
    }
}
