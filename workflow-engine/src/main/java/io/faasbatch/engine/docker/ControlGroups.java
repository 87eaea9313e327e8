package io.faasbatch.engine.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the kernel keeps the control groups of containers: under version 1 and version 2, named by Docker itself or by systemd. */
final class ControlGroups {

    static final Path USUAL = Path.of("/sys/fs/cgroup");

    /** The group in which those of all function containers are. */
    static final String OF_FUNCTIONS = "faasbatch";

    private static final List<String> OF_MANY =
            List.of(OF_FUNCTIONS, OF_FUNCTIONS + ".slice", "docker", "system.slice");

    private final Path root;

    ControlGroups(Path root) {
        this.root = root;
    }

    /** Whether each controller has a tree of its own. */
    boolean isVersion1() {
        return !Files.exists(root.resolve("cgroup.controllers"));
    }

    /** The tree of a controller. */
    Path tree(String controller) {
        return isVersion1() ? root.resolve(controller) : root;
    }

    /** Whether the groups of containers are on this machine, and this process may change them. */
    boolean mayBeWritten() {
        return OF_MANY.stream().map(tree("cpu")::resolve).anyMatch(Files::isWritable);
    }

    /** Where a group's part of the cores is, against its siblings'. */
    String weightFile() {
        return isVersion1() ? "cpu.shares" : "cpu.weight";
    }

    /** The folder of the container's group under a controller; empty when the container is gone or is not of this machine. */
    Optional<Path> ofContainer(String controller, String dockerId) {
        Path tree = tree(controller);
        return List.of(
                        tree.resolve(OF_FUNCTIONS).resolve(dockerId),
                        tree.resolve(OF_FUNCTIONS + ".slice").resolve("docker-" + dockerId + ".scope"))
                .stream()
                .filter(Files::isDirectory)
                .findFirst();
    }
}
