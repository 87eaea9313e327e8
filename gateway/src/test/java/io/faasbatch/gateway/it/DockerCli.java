package io.faasbatch.gateway.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code docker} itself says, so that nothing is taken from the system under test. */
public final class DockerCli {

    private DockerCli() {}

    public static String run(String... arguments) {
        Answer answer = ask(arguments);
        if (answer.status() != 0) {
            throw new AssertionError(List.of(arguments) + ": " + answer.output());
        }
        return answer.output();
    }

    /** SIGKILL to all of a container; @return whether it still ran */
    public static boolean kill(String container) {
        return ask("kill", container).status() == 0;
    }

    private record Answer(int status, String output) {}

    private static Answer ask(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output.strip());
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
