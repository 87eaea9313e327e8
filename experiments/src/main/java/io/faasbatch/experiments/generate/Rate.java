package io.faasbatch.experiments.generate;

/** Invocations a second, as they change over time. */
sealed interface Rate {

    /** @param second after the start */
    double at(double second);

    double most();

    /** Always the same. */
    record Constant(double most) implements Rate {

        @Override
        public double at(double second) {
            return most;
        }
    }

    /**
     * A day: a sine that begins at its lowest.
     *
     * @param swing how far it goes above and below the mean, as a fraction of it, at most 1
     */
    record Diurnal(double mean, double swing, double period) implements Rate {

        @Override
        public double at(double second) {
            return mean * (1 - swing * StrictMath.cos(2 * StrictMath.PI * second / period));
        }

        @Override
        public double most() {
            return mean * (1 + swing);
        }
    }

    /** Rises evenly, then falls at once, again and again. */
    record Sawtooth(double least, double most, double period) implements Rate {

        @Override
        public double at(double second) {
            return least + (most - least) * (second / period - StrictMath.floor(second / period));
        }
    }
}
