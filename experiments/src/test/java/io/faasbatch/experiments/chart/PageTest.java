package io.faasbatch.experiments.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PageTest {

    private static final Axis MS = Axis.logarithmic("latency", "ms");

    @Test
    void aDistributionOfManyValuesIsDrawnWithAFewPointsFromTheLeastToTheMost() {
        double[] values =
                IntStream.rangeClosed(1, 100_000).mapToDouble(i -> 100_001 - i).toArray();

        List<Point> points =
                Chart.cdf("t", MS).values("all", values).series().getFirst().points();

        assertThat(points).hasSize(Chart.MOST_CDF_POINTS);
        assertThat(points.getFirst()).isEqualTo(new Point(1, 1e-5));
        assertThat(points.getLast()).isEqualTo(new Point(100_000, 1));
        assertThat(points).isSortedAccordingTo((one, other) -> Double.compare(one.y(), other.y()));
    }

    @Test
    void aLongLineIsThinnedAndWhatIsNotANumberLeftOut() {
        List<Point> points =
                IntStream.range(0, 5000).mapToObj(i -> new Point(i, 3)).toList();
        Chart chart = Chart.lines("t", Axis.linear("time", "s"), Axis.linear("n", ""))
                .with(new Series("long", points))
                .with(new Series("gap", List.of(new Point(0, Double.NaN), new Point(1, 2))));

        assertThat(chart.series().getFirst().points()).hasSize(Chart.MOST_LINE_POINTS);
        assertThat(chart.series().getFirst().points()).allMatch(point -> point.y() == 3);
        assertThat(chart.series().getLast().points()).hasSize(1);
    }

    @Test
    void theSameNameHasTheSameColourInEveryChart() throws IOException {
        Page page = new Page("p")
                .charts(List.of(
                        Chart.cdf("one", MS)
                                .values("FaaSBatch", new double[] {1})
                                .values("mine", new double[] {2}),
                        Chart.cdf("two", MS).values("mine", new double[] {2}).values("FaaSBatch", new double[] {1})));

        JsonNode charts = charts(page);
        JsonNode first = charts.get(0).at("/alternatives/0/series");
        JsonNode second = charts.get(1).at("/alternatives/0/series");
        assertThat(first.get(0).path("light")).isEqualTo(second.get(1).path("light"));
        assertThat(first.get(1).path("light")).isEqualTo(second.get(0).path("light"));
        assertThat(first.get(0).path("light").asString()).isEqualTo("#0072b2");
    }

    @Test
    void aChoiceCarriesAllItsChartsAndBeginsWithTheOneThatIsNamed() throws IOException {
        Map<String, Chart> choices = new LinkedHashMap<>();
        choices.put("50ms", Chart.cdf("t", MS).values("a", new double[] {1}));
        choices.put("200ms", Chart.cdf("t", MS).values("a", new double[] {2}));

        JsonNode chart = charts(new Page("p").choices("interval", List.of(choices), "200ms"))
                .get(0);

        assertThat(chart.path("first").intValue()).isEqualTo(1);
        assertThat(chart.path("alternatives").size()).isEqualTo(2);
        assertThat(chart.path("names").get(0).asString()).isEqualTo("50ms");
    }

    @Test
    void textCannotBecomeMarkup() throws IOException {
        String bad = "</script><b>\"&";
        String html = new Page(bad)
                .text(bad)
                .charts(List.of(Chart.cdf(bad, MS).values(bad, new double[] {1})))
                .table(new Grid(List.of(bad), 1).row(List.of(Cell.of(bad, bad))))
                .html();

        assertThat(html).doesNotContain("</script><b>");
        assertThat(charts(html).get(0).at("/alternatives/0/series/0/name").asString())
                .isEqualTo(bad);
    }

    @Test
    void aTableWhoseRowsDoNotFitIsRefused() {
        assertThatThrownBy(() -> new Grid(List.of("a", "b"), 1).row(List.of(Cell.of("1"))))
                .hasMessageContaining("a row of 1 cells does not fit");
    }

    private static JsonNode charts(Page page) throws IOException {
        return charts(page.html());
    }

    private static JsonNode charts(String html) {
        String start = "id=\"charts\">";
        int from = html.indexOf(start) + start.length();
        return new JsonMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }
}
