package io.faasbatch.gateway.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayoutTest {

    private static final double EXACT = 1e-6;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9, 30, 100, 300})
    void boxesDoNotOverlapAndAreInsideTheDrawing(int size) {
        for (long seed = 0; seed < 20; seed++) {
            check(Placed.of(Samples.random(size, seed)));
        }
        check(Placed.of(Samples.fan(size)));
        check(Placed.of(Samples.ladder(size)));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 30, 100})
    void everyEdgeGoesDown(int size) {
        for (long seed = 0; seed < 20; seed++) {
            Diagram diagram = Samples.random(size, seed);
            Placed placed = Placed.of(diagram);
            Map<String, Placed.Box> boxes = new HashMap<>();
            placed.boxes().forEach(box -> boxes.put(box.step().name(), box));
            for (Diagram.Link link : diagram.edges()) {
                Placed.Box from = boxes.getOrDefault(link.from(), placed.boxes().getFirst());
                Placed.Box to = boxes.getOrDefault(link.to(), placed.boxes().getFirst());
                assertThat(from.y() + from.height()).isLessThan(to.y());
            }
            assertThat(placed.lines()).allSatisfy(line -> {
                assertThat(line.y1()).isLessThanOrEqualTo(line.straightTo() + EXACT);
                assertThat(line.straightTo()).isLessThan(line.y2());
            });
        }
    }

    @Test
    void everyArrowEndsAtTheTopOfABox() {
        Placed placed = Placed.of(Samples.random(100, 7));
        assertThat(placed.lines().stream().filter(Placed.Line::arrow))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(placed.boxes())
                        .anyMatch(box -> Math.abs(box.y() - line.y2()) < EXACT
                                && Math.abs(box.x() + box.width() / 2 - line.x2()) < EXACT));
    }

    @Test
    void aThousandStepsAreNotMuchWiderThanHigh() {
        Placed fan = Placed.of(Samples.fan(998));
        assertThat(fan.width()).isLessThan(5_000).isLessThan(2 * fan.height());
        Placed ladder = Placed.of(Samples.ladder(499));
        assertThat(ladder.width()).isLessThan(10_000);
    }

    @Test
    void aSmallStepBesideATallOneBeginsAtTheSameHeight() {
        List<Placed.Box> boxes = Placed.of(Samples.beside()).boxes();
        assertThat(boxes.get(2).y()).isEqualTo(boxes.get(1).y());
        assertThat(boxes.get(2).height()).isLessThan(boxes.get(1).height());
    }

    @Test
    void theSameDiagramIsDrawnTheSame() {
        assertThat(Svg.of(Samples.random(200, 5), "t")).isEqualTo(Svg.of(Samples.random(200, 5), "t"));
    }

    @Test
    void anEmptyDiagramIsAnEmptyDrawing() {
        assertThat(Svg.of(new Diagram(List.of(), List.of()), "nothing")).endsWith("</svg>\n");
    }

    private static void check(Placed placed) {
        List<Placed.Box> boxes = placed.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            Placed.Box box = boxes.get(i);
            assertThat(box.x()).isGreaterThanOrEqualTo(-EXACT);
            assertThat(box.y()).isGreaterThanOrEqualTo(0);
            assertThat(box.x() + box.width()).isLessThanOrEqualTo(placed.width());
            assertThat(box.y() + box.height()).isLessThanOrEqualTo(placed.height());
            for (Placed.Box other : boxes.subList(i + 1, boxes.size())) {
                if (overlap(box, other)) {
                    throw new AssertionError(
                            box.step().path() + " overlaps " + other.step().path());
                }
            }
            if (box.inside() != null) {
                assertThat(box.inside().width()).isLessThanOrEqualTo(box.width());
                check(box.inside());
            }
        }
    }

    private static boolean overlap(Placed.Box a, Placed.Box b) {
        return a.x() + EXACT < b.x() + b.width()
                && b.x() + EXACT < a.x() + a.width()
                && a.y() < b.y() + b.height()
                && b.y() < a.y() + a.height();
    }
}
