package io.faasbatch.experiments.experiment;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.load.Display;
import io.faasbatch.experiments.load.LoadDriver;
import io.faasbatch.experiments.load.LoadResult;
import io.faasbatch.experiments.monitor.Monitor;
import io.faasbatch.experiments.monitor.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What an experiment has for one run: the running system, and what earlier runs found out. Used by one thread. */
public final class Bench {

    /** After the functions are deployed, so that what that set in motion is over. */
    private static final Duration CALM = Duration.ofSeconds(2);

    private final Gateway gateway;
    private final long workerPid;
    private final String run;
    private final Findings findings;
    private final Stopping stopping;
    private final LoadDriver driver;

    Bench(Gateway gateway, long workerPid, String run, Findings findings, Stopping stopping, Display display) {
        this.gateway = gateway;
        this.workerPid = workerPid;
        this.run = run;
        this.findings = findings;
        this.stopping = stopping;
        this.driver = new LoadDriver(gateway, display);
    }

    /** What earlier runs found out. */
    interface Findings {

        OptionalDouble figure(Configuration configuration, String name) throws IOException;
    }

    /** What is measured: calls are sent, and answered. */
    @FunctionalInterface
    public interface Load {

        LoadResult run() throws IOException, InterruptedException;
    }

    public Gateway gateway() {
        return gateway;
    }

    public LoadDriver driver() {
        return driver;
    }

    /** Names this run; functions that are deployed with it are versions of their own, which nothing is known of and no container has. */
    public String run() {
        return run;
    }

    /** A figure of the first run of a configuration, if there was one. */
    public OptionalDouble figure(Configuration configuration, String name) throws IOException {
        return findings.figure(configuration, name);
    }

    /** Watches the system while a load runs. */
    public Measurement monitored(Load load) throws IOException, InterruptedException {
        Thread.sleep(CALM);
        Monitor monitor = Monitor.start(gateway, workerPid);
        stopping.begin(driver);
        LoadResult result;
        try {
            result = load.run();
        } finally {
            stopping.end();
        }
        Usage usage = monitor.stop();
        return new Measurement(result, usage, monitor.samples(), monitor.containerSamples(), Map.of(), List.of());
    }
}
