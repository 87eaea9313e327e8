package io.faasbatch.engine.docker;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How containers are made.
 *
 * @param worker the worker's id, which survives its restarts: under it orphans are found
 * @param images the image of each runtime
 * @param network the bridge network the containers share with nobody else; created where it is missing
 * @param pidsLimit most processes and threads of a container
 * @param tmpBytes size of {@code /tmp}, which is memory
 * @param codeBytes size of {@code /code}, which is memory
 * @param timeout for one answer of the Engine
 * @param dockerHost overrides {@code DOCKER_HOST}, which overrides {@code unix:///var/run/docker.sock}
 */
public record DockerSettings(
        String worker,
        Map<String, String> images,
        String network,
        long pidsLimit,
        long tmpBytes,
        long codeBytes,
        Duration timeout,
        Optional<String> dockerHost) {

    public DockerSettings {
        images = Map.copyOf(images);
        if (pidsLimit < 1 || tmpBytes < 1 || codeBytes < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("pidsLimit, tmpBytes, codeBytes and timeout must be above 0");
        }
    }

    /** All that a container is made with beside its shape and image. */
    String making() {
        return String.join("/", "2", network, Hardening.USER, "" + pidsLimit, "" + tmpBytes, "" + codeBytes);
    }

    /** The defaults for a worker. */
    public static DockerSettings of(String worker) {
        return new DockerSettings(
                worker,
                Map.of(
                        "python3", "faasbatch/runtime-python3:latest",
                        "java", "faasbatch/runtime-java:latest",
                        "nodejs", "faasbatch/runtime-nodejs:latest"),
                "faasbatch",
                512,
                64L << 20,
                256L << 20,
                Duration.ofSeconds(60),
                Optional.empty());
    }

    public DockerSettings withImages(Map<String, String> other) {
        return new DockerSettings(worker, other, network, pidsLimit, tmpBytes, codeBytes, timeout, dockerHost);
    }

    public DockerSettings withNetwork(String other) {
        return new DockerSettings(worker, images, other, pidsLimit, tmpBytes, codeBytes, timeout, dockerHost);
    }

    public DockerSettings withDockerHost(String other) {
        return new DockerSettings(worker, images, network, pidsLimit, tmpBytes, codeBytes, timeout, Optional.of(other));
    }
}
