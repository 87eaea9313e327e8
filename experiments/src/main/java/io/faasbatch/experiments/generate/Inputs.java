package io.faasbatch.experiments.generate;

import java.util.List;
import java.util.SplittableRandom;

/** Which Fibonacci numbers the invocations ask for. Immutable. */
record Inputs(List<Share> shares) {

    /**
     * The inputs of the FaaSBatch artifact (github.com/dscLabJNU/FaaSBatch, {@code azure_function.py}): its six ranges and how many of 10000 invocations
     * each gets; within a range all are as likely.
     */
    static final Inputs PAPER = new Inputs(List.of(
            new Share(6656, 20, 26),
            new Share(319, 27, 28),
            new Share(366, 29, 29),
            new Share(730, 30, 31),
            new Share(1045, 32, 33),
            new Share(885, 34, 35)));

    /**
     * @param weight in proportion to those of the others
     * @param most itself one of them
     */
    record Share(int weight, int least, int most) {}

    Inputs {
        shares = List.copyOf(shares);
    }

    static Inputs between(int least, int most) {
        return new Inputs(List.of(new Share(1, least, most)));
    }

    int draw(SplittableRandom random) {
        int left = random.nextInt(shares.stream().mapToInt(Share::weight).sum());
        for (Share share : shares) {
            left -= share.weight();
            if (left < 0) {
                return random.nextInt(share.least(), share.most() + 1);
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }
}
