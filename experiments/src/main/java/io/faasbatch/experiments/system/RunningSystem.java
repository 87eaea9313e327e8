package io.faasbatch.experiments.system;

import io.faasbatch.experiments.api.Gateway;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway with a worker inside, as a child process with a home of its own, and so with containers of its own. Used by one thread.
 *
 * <p>Its process and its worker's id are noted in the home, in {@code pids/gateway.pid} and {@code worker}, for whoever has to clean up after this program.
 */
final class RunningSystem implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
    private static final List<String> JAVA_FLAGS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    /** What a JVM learned of the gateway beside its jar, if anything. */
    private static final String AOT_CACHE = "program.aot";

    /** Where this is among the fields of {@code /proc/PID/stat} that follow the name. */
    private static final int START_TIME = 19;

    private final Process process;
    private final Gateway gateway;

    private RunningSystem(Process process, Gateway gateway) {
        this.process = process;
        this.gateway = gateway;
    }

    /**
     * Starts one and waits until it serves.
     *
     * @param settings as environment variables
     */
    static RunningSystem start(Installation installation, Map<String, String> settings)
            throws IOException, InterruptedException {
        Path home = installation.home();
        Files.createDirectories(home.resolve("logs"));
        Files.createDirectories(home.resolve("pids"));
        ProcessBuilder builder = new ProcessBuilder(command(installation))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(installation.log().toFile()));
        builder.environment().putAll(settings);
        builder.environment().put("FAASBATCH_HOME", home.toString());
        builder.environment().put("FAASBATCH_GATEWAY_PORT", Integer.toString(installation.port()));
        Process process = builder.start();
        Files.writeString(home.resolve("pids/gateway.pid"), process.pid() + " " + birth(process.pid()) + "\n");
        try {
            Gateway gateway = connect(installation, process);
            Files.writeString(home.resolve("worker"), gateway.workers().getFirst() + "\n");
            return new RunningSystem(process, gateway);
        } catch (IOException | InterruptedException e) {
            stop(process);
            throw e;
        }
    }

    /**
     * In a session of its own: an interrupt from the terminal is for the experiment, which stops the system when it is done with it. And in the normal scheduling
     * class, whatever that of this program is.
     */
    private static List<String> command(Installation installation) {
        List<String> command = new ArrayList<>(
                List.of("setsid", "chrt", "--other", "0", installation.java().toString()));
        command.addAll(JAVA_FLAGS);
        Path cache = installation.gatewayJar().resolveSibling(AOT_CACHE);
        if (Files.isRegularFile(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", installation.gatewayJar().toString()));
        return command;
    }

    private static Gateway connect(Installation installation, Process process)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        Path key = installation.home().resolve("api-key");
        URI base = URI.create("http://127.0.0.1:" + installation.port());
        while (System.nanoTime() - end < 0) {
            if (!process.isAlive()) {
                throw new IOException("the gateway ended at its start; its log is " + installation.log());
            }
            if (Files.isRegularFile(key)) {
                Gateway gateway = new Gateway(
                        base, Files.readString(key, StandardCharsets.UTF_8).strip());
                if (gateway.isHealthy()) {
                    return gateway;
                }
                gateway.close();
            }
            Thread.sleep(LOOK_AGAIN);
        }
        throw new IOException("the gateway was not healthy within " + START + "; its log is " + installation.log());
    }

    /** When a process was started, in clock ticks since boot: with the number it names a process for good. */
    private static String birth(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // A process's name, in brackets, may hold anything; the fields follow it.
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME];
    }

    Gateway gateway() {
        return gateway;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        gateway.close();
        stop(process);
    }

    private static void stop(Process process) {
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
