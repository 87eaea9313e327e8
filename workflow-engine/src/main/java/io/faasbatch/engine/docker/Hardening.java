package io.faasbatch.engine.docker;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import io.faasbatch.engine.container.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every container may not do, and how much of the machine it may use. */
final class Hardening {

    /** Nobody's: no user of the machine and not root inside the image. */
    static final String USER = "10001:10001";

    private static final long NANO_CPUS = 1_000_000_000L;

    private final DockerSettings settings;

    Hardening(DockerSettings settings) {
        this.settings = settings;
    }

    /** @param group the control group in which the container's is; empty for the Engine's own */
    HostConfig hostConfig(Shape shape, Optional<String> group) {
        HostConfig config = HostConfig.newHostConfig()
                .withNetworkMode(settings.network())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPrivileged(false)
                .withReadonlyRootfs(true)
                .withTmpFs(tmpfs())
                .withPidsLimit(settings.pidsLimit())
                .withMemory(shape.memoryBytes())
                .withMemorySwap(shape.memoryBytes())
                .withNanoCPUs(Math.round(shape.cpus() * NANO_CPUS))
                .withInit(true)
                .withRestartPolicy(RestartPolicy.noRestart())
                .withLogConfig(
                        new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "1m", "max-file", "1")));
        return group.map(config::withCgroupParent).orElse(config);
    }

    /** Functions write to {@code /tmp}; the proxy unpacks their code, which may bring native libraries, into {@code /code}. */
    private Map<String, String> tmpfs() {
        return Map.of(
                "/tmp", "rw,noexec,nosuid,nodev,mode=1777,size=" + settings.tmpBytes(),
                "/code", "rw,exec,nosuid,nodev,mode=0700,uid=10001,gid=10001,size=" + settings.codeBytes());
    }
}
