package io.faasbatch.engine.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the kernel keeps the control groups of containers: under version 1 and version 2, named by Docker itself or by systemd. */
final class ControlGroups {

    static final Path USUAL = Path.of("/sys/fs/cgroup");

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
        return Stream.of("docker", "system.slice").map(tree("cpu")::resolve).anyMatch(Files::isWritable);
    }

    /** The folder of the container's group under a controller; empty when the container is gone or is not of this machine. */
    Optional<Path> ofContainer(String controller, String dockerId) {
        Path tree = tree(controller);
        return List.of(
                        tree.resolve("docker").resolve(dockerId),
                        tree.resolve("system.slice").resolve("docker-" + dockerId + ".scope"))
                .stream()
                .filter(Files::isDirectory)
                .findFirst();
    }
}
