package io.faasbatch.gateway.crash;

import io.faasbatch.gateway.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A {@link VictimWorker} in a process of its own, as the test sees it. Its output is read by one thread, which writes the two collections. */
final class Victim {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private volatile String id = "";

    private Victim(Process process) {
        this.process = process;
        Thread.ofVirtual().name("victim-output").start(this::listen);
    }

    /** Starts the process; it takes nothing before {@link #begin}. */
    static Victim launch(Path home, String redisUri, Ledger ledger) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                VictimWorker.class.getName(),
                home.toString(),
                redisUri,
                ledger.file().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FAASBATCH_"));
        try {
            return new Victim(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(VictimWorker.READY)) {
                    id = line.substring(VictimWorker.READY.length());
                } else if (line.startsWith(VictimWorker.STOPPED)) {
                    stopped.add(line.substring(VictimWorker.STOPPED.length()));
                }
            }
        } catch (IOException e) {
            lines.add("its output broke off: " + e);
        }
    }

    /** From when this returns, it takes work. */
    void begin() {
        Waiting.until("the victim to be ready", START_LIMIT, () -> {
            requireAlive();
            return !id.isEmpty();
        });
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether an execution has reached its kill point. */
    boolean stands(String execution) {
        requireAlive();
        return stopped.contains(execution);
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the victim ended by itself:\n" + String.join("\n", lines));
        }
    }

    /** What its containers are labelled with; empty until it is ready. */
    String id() {
        return id;
    }

    List<String> output() {
        return List.copyOf(lines);
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }
}
