package io.faasbatch.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What users call their steps harms no language a diagram is written in. */
final class LanguagesTest {

    private static final String HOSTILE = "</text><script>alert(\"1\")</script>&'\\\n]}%%";

    private static final Diagram EVERY_KIND = new Diagram(
            List.of(
                    Samples.step("first"),
                    Samples.step("choose", "choose", Kind.SWITCH, null),
                    Samples.step("each", "each", Kind.STEPS, Samples.fan(2)),
                    new Diagram.Vertex(
                            "many", "many", Kind.FUNCTION, "fn", null, null, true, 3, true, false, "RUNNING", null)),
            List.of(
                    new Diagram.Link("first", "choose", Diagram.Way.DATA),
                    new Diagram.Link("choose", "each", Diagram.Way.SWITCH),
                    new Diagram.Link("choose", "many", Diagram.Way.CATCH),
                    new Diagram.Link("first", "many", Diagram.Way.AFTER)));

    @Test
    void svgIsWellFormedAndHasNoScriptWhateverStepsAreCalled()
            throws ParserConfigurationException, SAXException, IOException {
        String svg = Svg.of(hostile(), HOSTILE + "\u0000\uD800");
        assertThat(svg).doesNotContain("<script").contains("&lt;/text&gt;").doesNotContain("\u0000");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void svgShowsStatesAndWaysAsClasses() {
        assertThat(Svg.of(EVERY_KIND, "all"))
                .contains(
                        "RUNNING", "class=\"e data\"", "class=\"e switch\"", "class=\"e catch\"", "class=\"e after\"");
    }

    @Test
    void dotQuotesNames() {
        String dot = Dot.of(hostile());
        assertThat(dot).contains("<script>alert(\\\"1\\\")</script>&'\\\\ ]}%%\" [label=");
        assertThat(dot.lines()).as("a line end would end the name").hasSize(6);
    }

    @Test
    void dotHasAClusterForNestedStepsAndAStyleForEachWay() {
        assertThat(Dot.of(EVERY_KIND))
                .startsWith("digraph workflow {")
                .contains("subgraph \"cluster_each\" {", "\"each.split\" -> \"each.count-0\"")
                .contains("\"choose\" [label=\"choose\", shape=diamond]", "\"many\" [label=\"many\", peripheries=2]")
                .contains("style=solid", "style=bold", "style=dotted", "style=dashed")
                .endsWith("}\n");
    }

    @Test
    void mermaidWritesWhatCouldBeItsOwnAsNumbers() {
        String mermaid = Mermaid.of(hostile());
        assertThat(mermaid)
                .contains("s0[\"#60;#47;text#62;#60;script#62;alert(#34;1#34;)")
                .contains("s0 --> s1")
                .doesNotContain("<", "%%");
        assertThat(mermaid.lines()).hasSize(4);
    }

    @Test
    void mermaidHasASubgraphForNestedStepsAndAnArrowForEachWay() {
        assertThat(Mermaid.of(EVERY_KIND))
                .startsWith("flowchart TD\n")
                .contains("s1{\"choose\"}", "subgraph s2[\"each\"]", "[[\"many\"]]")
                .contains("s0 --> s1", "s1 ==> s2", " -.->|catch| ", "s0 -.-> ");
    }

    private static Diagram hostile() {
        return new Diagram(List.of(Samples.step(HOSTILE), Samples.step("b")), List.of(Samples.link(HOSTILE, "b")));
    }
}
