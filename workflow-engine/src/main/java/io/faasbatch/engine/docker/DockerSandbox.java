package io.faasbatch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import io.faasbatch.engine.container.CpuControl;
import io.faasbatch.engine.container.RealTime;
import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.container.Shape;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.protocol.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Function containers of a Docker Engine, hardened, on a network of their own and without published ports: the worker talks to a
 * container's own address.
 *
 * <p>Keeps no list of its containers: the labels on them are the record, which outlives the worker. Thread-safe.
 */
public final class DockerSandbox implements Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(DockerSandbox.class);

    private static final int PROXY_PORT = 5000;
    /** Calls to the Engine at a time; more wait for a connection. */
    private static final int MAX_CONNECTIONS = 64;

    private static final int MAX_HOST_NAME = 63;
    private static final int CONCURRENT_REMOVALS = 8;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MEMORY_MAX_AGE = Duration.ofMillis(400);

    /** The connection to a dying container breaks before the Engine knows that it has ended: on a busy machine, long before. */
    private static final Duration EXIT_GRACE = Duration.ofSeconds(3);

    private static final Duration EXIT_POLL = Duration.ofMillis(20);

    private final DockerSettings settings;
    private final String instance = UUID.randomUUID().toString();
    private final DockerClient docker;
    private final BridgeNetwork network;
    private final Hardening hardening;
    private final MemoryReader memory;
    private final ControlGroups groups = new ControlGroups(ControlGroups.USUAL);
    private final FunctionGroup functions;
    private final RealTimeGroups realTime = new RealTimeGroups(groups);
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(long atNanos, long bytes) {}

    public DockerSandbox(DockerSettings settings) {
        this.settings = settings;
        this.docker = connect(settings);
        this.network = new BridgeNetwork(docker, settings.network());
        this.hardening = new Hardening(settings);
        this.memory = new MemoryReader(docker, groups);
        this.functions = new FunctionGroup(groups, docker);
    }

    /** No version is asked for, so the Engine answers in its own. */
    private static DockerClient connect(DockerSettings settings) {
        DefaultDockerClientConfig.Builder builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
        settings.dockerHost().ifPresent(builder::withDockerHost);
        DefaultDockerClientConfig config = builder.build();
        return DockerClientImpl.getInstance(
                config,
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(MAX_CONNECTIONS)
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .responseTimeout(settings.timeout())
                        .build());
    }

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Instance start(ContainerId id, Shape shape, boolean ahead) {
        String image = imageOf(shape);
        String dockerId = ask("create a container of " + image, () -> create(id, shape, image, ahead));
        boolean started = false;
        try {
            Instance running = ask("start a container of " + image, () -> {
                docker.startContainerCmd(dockerId).exec();
                functions.weigh(dockerId);
                return new Instance(id, dockerId, proxyOf(dockerId));
            });
            started = true;
            return running;
        } finally {
            if (!started) {
                removeById(dockerId);
            }
        }
    }

    private String imageOf(Shape shape) {
        String image = shape.image().orElseGet(() -> settings.images().get(shape.runtime()));
        if (image == null) {
            throw new SandboxException("there is no image for runtime " + shape.runtime(), null);
        }
        return image;
    }

    private String create(ContainerId id, Shape shape, String image, boolean ahead) {
        network.gateway();
        try {
            return docker.createContainerCmd(image)
                    .withHostConfig(hardening.hostConfig(shape, functions.parent()))
                    .withUser(Hardening.USER)
                    .withHostName(hostName(id))
                    .withEnv(environment(shape, ahead))
                    .withLabels(Labels.of(settings.worker(), instance, id, shape, settings.making()))
                    .exec()
                    .getId();
        } catch (NotFoundException e) {
            throw new SandboxException(
                    "the image " + image + " is not on this machine; test-scripts/setup.sh builds the images", e);
        }
    }

    /** An image of the function's own says itself what it is for. */
    private static List<String> environment(Shape shape, boolean ahead) {
        List<String> environment = new ArrayList<>(List.of("FAASBATCH_CONTAINED=true"));
        if (shape.image().isEmpty()) {
            environment.add("FAASBATCH_RUNTIME=" + shape.runtime());
            if (ahead) {
                environment.add("FAASBATCH_REHEARSE=" + shape.runtime());
            }
        }
        return environment;
    }

    private static String hostName(ContainerId id) {
        String name = id.value().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return name.substring(Math.max(0, name.length() - MAX_HOST_NAME)).replaceAll("^-+", "");
    }

    private URI proxyOf(String dockerId) {
        ContainerNetwork attached = docker.inspectContainerCmd(dockerId)
                .exec()
                .getNetworkSettings()
                .getNetworks()
                .get(network.name());
        String address = attached == null ? null : attached.getIpAddress();
        if (address == null || address.isEmpty()) {
            throw new SandboxException("the container ended at once: " + cause(dockerId), null);
        }
        return URI.create("http://" + address + ":" + PROXY_PORT);
    }

    @Override
    public void remove(Instance container) {
        readings.remove(container.nativeId());
        removeById(container.nativeId());
    }

    private void removeById(String dockerId) {
        ask("remove container " + dockerId, () -> {
            try {
                docker.removeContainerCmd(dockerId)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException | ConflictException e) {
                LOG.debug("Container {} is gone or going: {}", dockerId, e.getMessage());
            }
            return dockerId;
        });
    }

    @Override
    public boolean isRunning(Instance container) {
        return ask("look at container " + container.nativeId(), () -> runs(container.nativeId()));
    }

    private boolean runs(String dockerId) {
        try {
            return Boolean.TRUE.equals(
                    docker.inspectContainerCmd(dockerId).exec().getState().getRunning());
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public List<Leftover> takeOver() {
        List<Container> found = ask("list containers", () -> list(Map.of(Labels.WORKER, settings.worker()))).stream()
                .filter(one -> !instance.equals(one.getLabels().get(Labels.INSTANCE)))
                .toList();
        Map<String, Leftover> usable = new LinkedHashMap<>();
        found.forEach(one -> usable(one).ifPresent(leftover -> usable.put(one.getId(), leftover)));
        List<String> others = found.stream()
                .map(Container::getId)
                .filter(id -> !usable.containsKey(id))
                .toList();
        if (!others.isEmpty()) {
            LOG.info("removing {} containers that an earlier run left behind", others.size());
        }
        removeAll(others);
        return List.copyOf(usable.values());
    }

    /** One that runs, of the same image and made with the same settings. */
    private Optional<Leftover> usable(Container found) {
        Map<String, String> labels = found.getLabels();
        Optional<Shape> shape = Labels.shape(labels);
        boolean same = "running".equals(found.getState())
                && settings.making().equals(labels.get(Labels.MAKING))
                && shape.filter(known -> isImageOf(found, known)).isPresent();
        if (!same) {
            return Optional.empty();
        }
        try {
            ContainerId id = new ContainerId(labels.get(Labels.CONTAINER) + "-kept");
            return Optional.of(
                    new Leftover(new Instance(id, found.getId(), proxyOf(found.getId())), shape.orElseThrow()));
        } catch (SandboxException | NotFoundException e) {
            LOG.debug("Container {} is not used again: {}", found.getId(), e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isImageOf(Container found, Shape shape) {
        try {
            String image = docker.inspectImageCmd(imageOf(shape)).exec().getId();
            return image != null && image.equals(found.getImageId());
        } catch (NotFoundException | SandboxException e) {
            return false;
        }
    }

    private List<Container> list(Map<String, String> labels) {
        return docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec();
    }

    private void removeAll(List<String> dockerIds) {
        try (ExecutorService removals = Executors.newFixedThreadPool(
                CONCURRENT_REMOVALS, Thread.ofVirtual().factory())) {
            dockerIds.forEach(dockerId -> removals.execute(() -> removeOrLog(dockerId)));
        }
    }

    private void removeOrLog(String dockerId) {
        try {
            removeById(dockerId);
        } catch (SandboxException e) {
            LOG.warn("Container {} is left behind: {}", dockerId, e.getMessage());
        }
    }

    @Override
    public Map<String, Long> memoryBytes(List<Instance> instances) {
        Map<String, Long> bytes = new ConcurrentHashMap<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Instance container : instances) {
                readers.execute(() -> readMemory(container.nativeId(), bytes));
            }
        }
        return Map.copyOf(bytes);
    }

    private void readMemory(String dockerId, Map<String, Long> bytes) {
        Reading last = readings.get(dockerId);
        if (last != null && System.nanoTime() - last.atNanos() < MEMORY_MAX_AGE.toNanos()) {
            bytes.put(dockerId, last.bytes());
            return;
        }
        memory.read(dockerId).ifPresent(read -> {
            readings.put(dockerId, new Reading(System.nanoTime(), read));
            bytes.put(dockerId, read);
        });
    }

    @Override
    public Optional<CpuControl> cpuControl() {
        return Optional.of(new CpuGroups(groups, docker));
    }

    @Override
    public Optional<RealTime> realTime() {
        return Optional.of(realTime);
    }

    @Override
    public String causeOfDeath(Instance container) {
        return ask("look at container " + container.nativeId(), () -> {
            awaitEnd(container.nativeId());
            return cause(container.nativeId());
        });
    }

    private void awaitEnd(String dockerId) throws InterruptedException {
        long end = System.nanoTime() + EXIT_GRACE.toNanos();
        while (runs(dockerId) && System.nanoTime() - end < 0) {
            Thread.sleep(EXIT_POLL);
        }
    }

    private String cause(String dockerId) {
        try {
            InspectContainerResponse.ContainerState state =
                    docker.inspectContainerCmd(dockerId).exec().getState();
            if (Boolean.TRUE.equals(state.getRunning())) {
                return "it still runs, but does not answer as it should";
            }
            Long code = state.getExitCodeLong();
            boolean full = Boolean.TRUE.equals(state.getOOMKilled()) || (code != null && ExitCode.isOutOfMemory(code));
            return "exit code " + code + (full ? ", " + OUT_OF_MEMORY : "");
        } catch (NotFoundException e) {
            return "it was removed from outside";
        }
    }

    @Override
    public String hostAddress() {
        return ask("find the network " + settings.network(), network::gateway);
    }

    @Override
    public void check() {
        ask("answer", () -> {
            docker.pingCmd().exec();
            return network.gateway();
        });
    }

    /** What docker-java throws has many types, some of them bare; all of them mean that the Engine did not do it. */
    private <T> T ask(String what, Callable<T> call) {
        try {
            return call.call();
        } catch (SandboxException e) {
            throw e;
        } catch (Exception e) {
            throw new SandboxException(
                    "the Docker Engine did not " + what + " (" + reason(e)
                            + "); `docker info` shows whether it runs and whether this user may use it",
                    e);
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getMessage().strip();
    }

    /** Removes every container of this run; the network stays, other workers of the machine may use it. */
    @Override
    public void close() {
        try {
            removeAll(
                    ask(
                                    "list containers",
                                    () -> list(Map.of(Labels.WORKER, settings.worker(), Labels.INSTANCE, instance)))
                            .stream()
                            .map(Container::getId)
                            .toList());
        } catch (SandboxException e) {
            LOG.warn("Containers may be left behind, to be removed at the next start: {}", e.getMessage());
        }
        realTime.leave();
        try {
            docker.close();
        } catch (IOException e) {
            LOG.debug("The connections to the Docker Engine could not be closed: {}", e.toString());
        }
    }
}
