package io.faasbatch.experiments.summary;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws from the values of one run, block by block, and makes a statistic of what was drawn. Blocks are about as long as there are many. The values are sorted once: a sample is then only how
 * often each of them was drawn. Used by one thread.
 */
final class Resampler {

    private final Statistic statistic;
    private final double[] sorted;
    /** By place in the sorted values: the block it belongs to. */
    private final int[] blocks;

    private final int[] drawn;

    /** @param values one or more, in the order in which they came to be */
    Resampler(double[] values, Statistic statistic) {
        this.statistic = statistic;
        int length = Math.max(1, (int) Math.round(Math.sqrt(values.length)));
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        sorted = Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
        blocks = Arrays.stream(order).map(i -> i / length).toArray();
        drawn = new int[(values.length - 1) / length + 1];
    }

    double draw(Random random) {
        Arrays.fill(drawn, 0);
        for (int i = 0; i < drawn.length; i++) {
            drawn[random.nextInt(drawn.length)]++;
        }
        return statistic == Statistic.MEAN ? mean() : percentile(statistic.share());
    }

    private double mean() {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < sorted.length; i++) {
            sum += sorted[i] * drawn[blocks[i]];
            count += drawn[blocks[i]];
        }
        return sum / count;
    }

    private double percentile(double share) {
        long count = 0;
        for (int block : blocks) {
            count += drawn[block];
        }
        double position = share * (count - 1);
        long below = (long) Math.floor(position);
        long seen = 0;
        int at = 0;
        while (seen + drawn[blocks[at]] <= below) {
            seen += drawn[blocks[at]];
            at++;
        }
        double low = sorted[at];
        boolean sameAgain = seen + drawn[blocks[at]] > below + 1 || below + 1 >= count;
        return sameAgain ? low : low + (next(at) - low) * (position - below);
    }

    private double next(int after) {
        int at = after + 1;
        while (at < sorted.length - 1 && drawn[blocks[at]] == 0) {
            at++;
        }
        return sorted[Math.min(at, sorted.length - 1)];
    }
}
