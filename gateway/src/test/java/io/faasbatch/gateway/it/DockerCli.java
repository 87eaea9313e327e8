package io.faasbatch.gateway.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code docker} itself says, so that nothing is taken from the system under test. */
public final class DockerCli {

    private DockerCli() {}

    public static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new AssertionError("these tests need the docker command and a running Engine", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Ids of all containers, also stopped ones, of the worker with this id. */
    public static List<String> containersOf(String worker) {
        return run("ps", "-aq", "--no-trunc", "--filter", "label=faasbatch.worker=" + worker)
                .lines()
                .toList();
    }
}
