package io.faasbatch.experiments.chart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * One self-contained page: text, tables and charts, one below the other. The charts are drawn by Apache ECharts, whose script the page carries with it. Used by one
 * thread.
 */
public final class Page {

    static final String LIBRARY = "/META-INF/resources/_static/echarts/6.0.0/dist/echarts.min.js";

    private static final JsonMapper JSON = new JsonMapper();

    private final String title;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder contents = new StringBuilder();
    private final List<Map<String, Object>> charts = new ArrayList<>();
    private final Palette palette = new Palette();
    private int sections;

    public Page(String title) {
        this.title = title;
        body.append(Html.element("h1", title));
    }

    /** A figure that is to be seen at once. */
    public record Tile(String value, String what, String detail) {}

    public Page text(String text) {
        body.append(Html.element("p", text));
        return this;
    }

    /** In the colour of what is not good news. */
    public Page warning(String text) {
        body.append("<p class=\"warning\">").append(Html.escape(text)).append("</p>\n");
        return this;
    }

    /** Begins a section, which the contents lead to. */
    public Page section(String heading) {
        sections++;
        String escaped = Html.escape(heading);
        body.append("<h2 id=\"s%d\">%s</h2>%n".formatted(sections, escaped));
        contents.append("<a href=\"#s%d\">%s</a>%n".formatted(sections, escaped));
        return this;
    }

    public Page subsection(String heading) {
        body.append(Html.element("h3", heading));
        return this;
    }

    public Page tiles(List<Tile> tiles) {
        body.append("<div class=\"tiles\">\n");
        for (Tile tile : tiles) {
            body.append("<div class=\"tile\"><b>")
                    .append(Html.escape(tile.value()))
                    .append("</b><span>")
                    .append(Html.escape(tile.what()))
                    .append("</span><small>")
                    .append(Html.escape(tile.detail()))
                    .append("</small></div>\n");
        }
        body.append("</div>\n");
        return this;
    }

    /** Names and what they are. */
    public Page facts(Map<String, String> facts) {
        body.append("<dl>\n");
        facts.forEach((name, fact) -> body.append("<dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(fact))
                .append("</dd>\n"));
        body.append("</dl>\n");
        return this;
    }

    public Page table(Grid grid) {
        body.append(Html.table(grid));
        return this;
    }

    /** A table that is folded away until somebody wants it. */
    public Page folded(String heading, Grid grid) {
        body.append("<details><summary>")
                .append(Html.escape(heading))
                .append("</summary>\n")
                .append(Html.table(grid))
                .append("</details>\n");
        return this;
    }

    /** Charts beside each other, as many as there is room for. Empty ones are left out. */
    public Page charts(List<Chart> beside) {
        body.append("<div class=\"charts\">\n");
        beside.stream().filter(chart -> !chart.empty()).forEach(chart -> figure(List.of(chart), Map.of()));
        body.append("</div>\n");
        return this;
    }

    /** A chart across the whole page. */
    public Page wide(Chart chart) {
        body.append("<div class=\"charts wide\">\n");
        figure(List.of(chart), Map.of());
        body.append("</div>\n");
        return this;
    }

    /**
     * Charts beside each other, of each of which the reader chooses one; a choice counts for all that are chosen by the same. In print there is the chosen one.
     *
     * @param what is chosen
     * @param beside each by what its choices are called
     * @param first the choice that is shown at first
     */
    public Page choices(String what, List<Map<String, Chart>> beside, String first) {
        body.append("<div class=\"charts\">\n");
        for (Map<String, Chart> choices : beside) {
            figure(List.copyOf(choices.values()), choices.size() == 1 ? Map.of() : selection(what, choices, first));
        }
        body.append("</div>\n");
        return this;
    }

    private static Map<String, Object> selection(String what, Map<String, Chart> choices, String first) {
        List<String> names = List.copyOf(choices.keySet());
        Map<String, Object> selection = new LinkedHashMap<>();
        selection.put("what", what);
        selection.put("names", names);
        selection.put("first", Math.max(0, names.indexOf(first)));
        return selection;
    }

    private void figure(List<Chart> alternatives, Map<String, Object> selection) {
        Chart shown = alternatives.getFirst();
        body.append("<figure><figcaption><h4>")
                .append(Html.escape(shown.title()))
                .append("</h4></figcaption><div class=\"chart\" data-chart=\"%d\" role=\"img\" aria-label=\""
                        .formatted(charts.size()))
                .append(Html.escape(shown.title()))
                .append("\"></div>");
        if (!shown.note().isEmpty()) {
            body.append("<p>").append(Html.escape(shown.note())).append("</p>");
        }
        body.append("</figure>\n");
        Map<String, Object> chart = new LinkedHashMap<>(selection);
        chart.put(
                "alternatives",
                alternatives.stream().map(one -> ChartJson.of(one, palette)).toList());
        charts.add(chart);
    }

    /** Writes it, in place of what was there. */
    public void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    String html() throws IOException {
        String data = JSON.writeValueAsString(charts).replace("<", "\\u003c");
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <link rel="icon" href="data:,">
                <style>
                %s</style>
                </head>
                <body>
                <main>
                <nav>
                %s</nav>
                %s</main>
                <script type="application/json" id="charts">%s</script>
                <script>%s</script>
                <script>
                %s</script>
                </body>
                </html>
                """.formatted(
                Html.escape(title), resource("page.css"), contents, body, data, resource(LIBRARY), resource("page.js"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Page.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new NoSuchFileException(name, null, "is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
