package io.faasbatch.experiments.chart;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name in the legend; the same name has the same colour everywhere on a page
 * @param points what is not a number is left out
 */
public record Series(String name, List<Point> points) {

    public Series {
        points = points.stream().filter(Point::drawable).toList();
    }
}
