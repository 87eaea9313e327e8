package io.faasbatch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.Network;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.faasbatch.engine.container.SandboxException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The network of the function containers: they reach the worker's machine over it, but not each other. */
final class BridgeNetwork {

    private static final String ICC = "com.docker.network.bridge.enable_icc";

    private final DockerClient docker;
    private final String name;

    @GuardedBy("this")
    private @Nullable String gateway;

    BridgeNetwork(DockerClient docker, String name) {
        this.docker = docker;
        this.name = name;
    }

    String name() {
        return name;
    }

    /** This machine's address in the network, which is created when it is missing. */
    synchronized String gateway() {
        if (gateway == null) {
            Network network = find().orElseGet(this::create);
            gateway = gatewayOf(network);
        }
        return gateway;
    }

    private Optional<Network> find() {
        Optional<Network> found = docker.listNetworksCmd().withNameFilter(name).exec().stream()
                .filter(network -> name.equals(network.getName()))
                .findFirst();
        found.ifPresent(this::mustSeparate);
        return found;
    }

    private void mustSeparate(Network network) {
        if (!"false".equals(network.getOptions().get(ICC))) {
            throw new SandboxException(
                    "the Docker network " + name
                            + " lets containers reach each other; remove it with `docker network rm " + name
                            + "`, then it is created as it should be",
                    null);
        }
    }

    private Network create() {
        try {
            docker.createNetworkCmd()
                    .withName(name)
                    .withDriver("bridge")
                    .withCheckDuplicate(true)
                    .withOptions(Map.of(ICC, "false"))
                    .withLabels(Map.of(Labels.NETWORK, "true"))
                    .exec();
        } catch (ConflictException e) {
            return find().orElseThrow(() -> e);
        }
        return find().orElseThrow(() -> new SandboxException("the Docker network " + name + " is gone again", null));
    }

    private String gatewayOf(Network network) {
        return network.getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getGateway)
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElseThrow(() -> new SandboxException("the Docker network " + name + " has no gateway", null));
    }
}
