package io.faasbatch.experiments.summary;

import io.faasbatch.experiments.summary.Figure.Better;
import java.util.Optional;

/** How many times better than the baseline a configuration is: above 1 it is better, below 1 it is worse. Used by one thread. */
public final class Ratios {

    private final Study study;
    private final Bootstrap bootstrap;

    public Ratios(Study study) {
        this.study = study;
        this.bootstrap = new Bootstrap(study.experiment().seed());
    }

    public Bootstrap bootstrap() {
        return bootstrap;
    }

    /** Empty for the baseline itself, where there is none, and for figures of which neither value is the better one. */
    public Optional<Interval> timesBetter(Configuration configuration, Figure figure) {
        if (figure.better() == Better.NEITHER) {
            return Optional.empty();
        }
        return study.counterpart(configuration)
                .map(baseline -> figure.better() == Better.LOWER
                        ? bootstrap.ratio(baseline, configuration, figure)
                        : bootstrap.ratio(configuration, baseline, figure))
                .filter(ratio -> Double.isFinite(ratio.value()));
    }
}
