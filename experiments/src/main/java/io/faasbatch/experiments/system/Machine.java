package io.faasbatch.experiments.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What is known of this machine, read from {@code /proc} and {@code /etc}; empty text where it is not known. */
public final class Machine {

    private static final long KIB = 1024;
    private static final long PATIENCE_SECONDS = 10;

    private Machine() {}

    public static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return line(Path.of("/etc/hostname"), "").orElse("");
        }
    }

    public static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    public static String cpuModel() {
        return line(Path.of("/proc/cpuinfo"), "model name")
                .map(Machine::afterColon)
                .orElse("");
    }

    public static OptionalLong memoryBytes() {
        return line(Path.of("/proc/meminfo"), "MemTotal:")
                .map(line -> line.replaceAll("[^0-9]", ""))
                .map(digits -> OptionalLong.of(Long.parseLong(digits) * KIB))
                .orElse(OptionalLong.empty());
    }

    public static String kernel() {
        return line(Path.of("/proc/sys/kernel/osrelease"), "").orElse("");
    }

    public static String os() {
        return line(Path.of("/etc/os-release"), "PRETTY_NAME=")
                .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                .orElse(System.getProperty("os.name", ""));
    }

    /** What a program prints on one line; empty when it is not there, fails or takes too long. */
    public static Optional<String> answerOf(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.exitValue() == 0 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static String afterColon(String line) {
        return line.substring(line.indexOf(':') + 1).strip();
    }

    private static Optional<String> line(Path file, String start) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream().filter(line -> line.startsWith(start)).findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
