package io.faasbatch.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.container.Shape;
import io.faasbatch.grouping.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the Docker Engine of this machine, with the runtime images that are built for it. */
class DockerSandboxIT {

    private final String worker = "it-" + UUID.randomUUID();
    private final DockerSettings settings = DockerSettings.of(worker);
    private final DockerSandbox sandbox = new DockerSandbox(settings);
    private final DockerClient docker = client();

    private static DockerClient client() {
        DefaultDockerClientConfig config =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        return DockerClientImpl.getInstance(
                config,
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }

    @AfterEach
    void stop() throws IOException {
        sandbox.close();
        docker.close();
    }

    @Test
    void everyContainerIsHardened() {
        Sandbox.Instance instance = sandbox.start(new ContainerId("c1"), shape(Optional.empty()), false);
        InspectContainerResponse found =
                docker.inspectContainerCmd(instance.nativeId()).exec();
        HostConfig host = found.getHostConfig();
        assertThat(found.getConfig().getUser()).isEqualTo("10001:10001");
        assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
        assertThat(host.getCapAdd()).isNullOrEmpty();
        assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
        assertThat(host.getPrivileged()).isFalse();
        assertThat(host.getReadonlyRootfs()).isTrue();
        assertThat(host.getPidsLimit()).isEqualTo(512);
        assertThat(host.getMemory()).isEqualTo(256L << 20).isEqualTo(host.getMemorySwap());
        assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(host.getTmpFs())
                .hasEntrySatisfying("/tmp", options -> assertThat(options).contains("noexec", "nosuid", "nodev"))
                .hasEntrySatisfying("/code", options -> assertThat(options).contains("nosuid", "nodev", "uid=10001"));
        assertThat(host.getRestartPolicy().getName()).isIn("", "no");
        assertThat(found.getMounts()).isNullOrEmpty();
        assertThat(host.getPortBindings()).isNull();
        assertThat(found.getConfig().getLabels()).containsEntry("faasbatch.worker", worker);
        assertThat(sandbox.memoryBytes(List.of(instance))).containsKey(instance.nativeId());
        assertThat(instance.proxy().getPort()).isEqualTo(5000);
    }

    /** As root, on the Engine's machine. */
    @Test
    void allContainersTogetherWeighLessThanAProgramOfTheMachine() throws IOException {
        ControlGroups groups = new ControlGroups(ControlGroups.USUAL);
        Sandbox.Instance instance = sandbox.start(new ContainerId("c1"), shape(Optional.empty()), false);
        Path weight =
                groups.ofContainer("cpu", instance.nativeId()).orElseThrow().resolveSibling(groups.weightFile());
        assertThat(Files.readString(weight).strip()).isEqualTo(groups.isVersion1() ? "256" : "25");
        Files.writeString(weight, "100");
        sandbox.start(new ContainerId("c2"), shape(Optional.empty()), false);
        assertThat(Files.readString(weight).strip()).isEqualTo(groups.isVersion1() ? "256" : "25");
    }

    @Test
    void theGroupOfAllContainersIsNamedAsTheEngineWantsIt() {
        assertThat(FunctionGroup.named("cgroupfs")).isEqualTo("/faasbatch");
        assertThat(FunctionGroup.named("systemd")).isEqualTo("faasbatch.slice");
        assertThat(FunctionGroup.named("none")).isEmpty();
        assertThat(FunctionGroup.named(null)).isEmpty();
    }

    @Test
    void theNetworkKeepsContainersApart() {
        sandbox.check();
        Map<String, String> options = docker.listNetworksCmd().withNameFilter(settings.network()).exec().stream()
                .filter(network -> network.getName().equals(settings.network()))
                .findFirst()
                .orElseThrow()
                .getOptions();
        assertThat(options).containsEntry("com.docker.network.bridge.enable_icc", "false");
        assertThat(sandbox.hostAddress()).matches("[0-9.]+");
    }

    @Test
    void whatAnEarlierRunLeftIsUsedAgainWhenItIsTheSameAndRunsAndElseRemoved() {
        DockerSandbox earlier = new DockerSandbox(settings);
        Sandbox.Instance running = earlier.start(new ContainerId("c1"), shape(Optional.empty()), false);
        Sandbox.Instance stopped = earlier.start(new ContainerId("c2"), shape(Optional.empty()), false);
        docker.killContainerCmd(stopped.nativeId()).exec();
        Sandbox.Instance own = sandbox.start(new ContainerId("c1"), shape(Optional.empty()), false);
        List<Sandbox.Leftover> kept = sandbox.takeOver();
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().instance().nativeId()).isEqualTo(running.nativeId());
        assertThat(kept.getFirst().shape()).isEqualTo(shape(Optional.empty()));
        assertGone(stopped);
        assertThat(docker.inspectContainerCmd(own.nativeId()).exec().getId()).isEqualTo(own.nativeId());
        earlier.close();
        assertGone(running);
    }

    private void assertGone(Sandbox.Instance instance) {
        assertThatThrownBy(() -> docker.inspectContainerCmd(instance.nativeId()).exec())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aMissingImageIsNamed() {
        assertThatThrownBy(() -> sandbox.start(new ContainerId("c1"), shape(Optional.of("faasbatch/none:none")), false))
                .isInstanceOf(SandboxException.class)
                .hasMessageContaining("faasbatch/none:none");
    }

    private static Shape shape(Optional<String> image) {
        return new Shape("python3", image, 256L << 20, 0.5);
    }
}
