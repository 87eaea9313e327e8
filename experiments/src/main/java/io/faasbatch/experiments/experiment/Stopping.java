package io.faasbatch.experiments.experiment;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.experiments.load.LoadDriver;
import java.util.Optional;

/**
 * The wish to stop, made by any thread: what is being sent is stopped, so that its answers so far are kept; whatever else the experiment's thread waits for is
 * interrupted.
 */
public final class Stopping {

    private final Thread experiment;

    @GuardedBy("this")
    private Optional<LoadDriver> sending = Optional.empty();

    @GuardedBy("this")
    private boolean wished;

    /** Of an experiment that the calling thread runs. */
    public Stopping() {
        experiment = Thread.currentThread();
    }

    public synchronized void wish() {
        wished = true;
        sending.ifPresentOrElse(LoadDriver::stop, experiment::interrupt);
    }

    synchronized boolean isWished() {
        return wished;
    }

    synchronized void begin(LoadDriver driver) {
        sending = Optional.of(driver);
        if (wished) {
            driver.stop();
        }
    }

    synchronized void end() {
        sending = Optional.empty();
    }
}
