package io.faasbatch.engine.process;

import io.faasbatch.engine.container.Sandbox;
import io.faasbatch.engine.container.SandboxException;
import io.faasbatch.engine.container.Shape;
import io.faasbatch.grouping.ContainerId;
import io.faasbatch.protocol.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Container proxies as plain child processes on loopback, for machines without a Docker Engine. NOTHING is isolated: functions run as
 * the worker's user, see its files and use as much memory as they like.
 *
 * <p>Owner of its processes. Each has a folder, which tells the next run of the worker what was left behind.
 */
public final class ProcessSandbox implements Sandbox {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessSandbox.class);

    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

    /** The connection to a dying process breaks before it has ended. */
    private static final Duration EXIT_GRACE = Duration.ofSeconds(3);

    private static final long KIBI = 1024;
    private static final String LOOPBACK = "127.0.0.1";
    /** Of the worker's environment, which may hold keys, a function sees these only. */
    private static final List<String> PASSED_ON = List.of("PATH", "LANG", "LC_ALL", "TZ");

    private final ProcessSettings settings;
    private final String run = UUID.randomUUID().toString();
    private final Map<String, Child> children = new ConcurrentHashMap<>();

    private record Child(Process process, Path folder) {}

    public ProcessSandbox(ProcessSettings settings) {
        this.settings = settings;
        LOG.warn("""
                NOTHING IS ISOLATED: functions run as plain processes of this worker, with its user's rights and without limits \
                of memory or processor. Use the Docker sandbox for code you do not trust with this machine.""");
    }

    @Override
    public String name() {
        return "process";
    }

    @Override
    public Instance start(ContainerId id, Shape shape, boolean ahead) {
        Path folder = settings.folder().resolve(run).resolve(UUID.randomUUID().toString());
        try {
            Child child = new Child(launch(folder, shape, ahead), folder);
            String nativeId = Long.toString(child.process().pid());
            children.put(nativeId, child);
            ProcessRecord.of(child.process().toHandle()).write(folder);
            return await(id, nativeId, child);
        } catch (IOException e) {
            throw new SandboxException("the container proxy could not be started: " + e.getMessage(), e);
        }
    }

    private Process launch(Path folder, Shape shape, boolean ahead) throws IOException {
        Path code = Folders.create(folder.resolve("code"));
        Path tmp = Folders.create(folder.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(
                        settings.java().toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Xmx" + Math.max(32, shape.memoryBytes() / KIBI / KIBI / 2) + "m",
                        "-Djava.io.tmpdir=" + tmp,
                        "-jar",
                        settings.proxyJar().toAbsolutePath().toString())
                .directory(code.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().keySet().retainAll(PASSED_ON);
        builder.environment().putAll(environment(folder, code, tmp, shape));
        if (ahead) {
            builder.environment().put("FAASBATCH_REHEARSE", shape.runtime());
        }
        return builder.start();
    }

    private static Map<String, String> environment(Path folder, Path code, Path tmp, Shape shape) {
        Map<String, String> environment = new HashMap<>();
        environment.put("FAASBATCH_PROXY_HOST", LOOPBACK);
        environment.put("FAASBATCH_PROXY_PORT", "0");
        environment.put("FAASBATCH_PROXY_PORT_FILE", portFile(folder).toString());
        environment.put("FAASBATCH_CODE_DIR", code.toString());
        environment.put("FAASBATCH_RUNTIME", shape.runtime());
        environment.put("HOME", tmp.toString());
        environment.put("TMPDIR", tmp.toString());
        return environment;
    }

    private static Path portFile(Path folder) {
        return folder.resolve("port");
    }

    private Instance await(ContainerId id, String nativeId, Child child) throws IOException {
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        while (true) {
            Optional<Integer> port = port(child.folder());
            if (port.isPresent()) {
                return new Instance(id, nativeId, URI.create("http://" + LOOPBACK + ":" + port.get()));
            }
            boolean late = System.nanoTime() - deadline > 0;
            if (late || endedWithin(child.process(), POLL)) {
                String last = lastOutput(child.folder());
                destroy(nativeId);
                throw new SandboxException("the container proxy did not say where it listens: " + last, null);
            }
        }
    }

    private static Optional<Integer> port(Path folder) throws IOException {
        if (!Files.exists(portFile(folder))) {
            return Optional.empty();
        }
        String written = Files.readString(portFile(folder)).strip();
        return written.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(written));
    }

    private static boolean endedWithin(Process process, Duration wait) {
        try {
            return process.waitFor(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static String lastOutput(Path folder) throws IOException {
        Path output = folder.resolve("output");
        List<String> lines = Files.exists(output) ? Files.readAllLines(output) : List.of();
        return lines.isEmpty() ? "it wrote nothing" : lines.getLast();
    }

    @Override
    public void remove(Instance container) {
        destroy(container.nativeId());
    }

    private void destroy(String nativeId) {
        Child child = children.remove(nativeId);
        if (child != null) {
            kill(child.process().toHandle());
            delete(child.folder());
        }
    }

    private static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", folder, e.toString());
        }
    }

    /** With all that it started, which would live on otherwise. */
    private static void kill(ProcessHandle process) {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        try {
            var _ = process.onExit().get(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Process {} does not end: {}", process.pid(), e.toString());
        }
    }

    @Override
    public boolean isRunning(Instance container) {
        Child child = children.get(container.nativeId());
        return child != null && child.process().isAlive();
    }

    /** Ends all of them: a process that was somebody's child is nobody's to watch over now. */
    @Override
    public List<Leftover> takeOver() {
        int removed = 0;
        try {
            for (Path earlier : Folders.in(settings.folder())) {
                if (!earlier.getFileName().toString().equals(run)) {
                    removed += removeRun(earlier);
                }
            }
        } catch (IOException e) {
            throw new SandboxException("what an earlier run left in " + settings.folder() + " cannot be read", e);
        }
        if (removed > 0) {
            LOG.info("ended {} container proxies that an earlier run left behind", removed);
        }
        return List.of();
    }

    private static int removeRun(Path folder) throws IOException {
        int removed = 0;
        for (Path child : Folders.in(folder)) {
            Optional<ProcessHandle> orphan = ProcessRecord.read(child).flatMap(ProcessRecord::find);
            orphan.ifPresent(ProcessSandbox::kill);
            removed += orphan.isPresent() ? 1 : 0;
        }
        delete(folder);
        return removed;
    }

    @Override
    public Map<String, Long> memoryBytes(List<Instance> instances) {
        Map<String, Long> bytes = new HashMap<>();
        for (Instance container : instances) {
            Long resident = residentBytes(container.nativeId());
            if (resident != null) {
                bytes.put(container.nativeId(), resident);
            }
        }
        return Map.copyOf(bytes);
    }

    private static @Nullable Long residentBytes(String pid) {
        try {
            return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Long.valueOf(line.replaceAll("[^0-9]", "")) * KIBI)
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            LOG.debug("The memory of process {} cannot be read: {}", pid, e.toString());
            return null;
        }
    }

    @Override
    public String causeOfDeath(Instance container) {
        Child child = children.get(container.nativeId());
        if (child == null) {
            return "it was removed";
        }
        if (!endedWithin(child.process(), EXIT_GRACE)) {
            return "it still runs, but does not answer as it should";
        }
        int code = child.process().exitValue();
        return "exit code " + code + (ExitCode.isOutOfMemory(code) ? ", " + OUT_OF_MEMORY : "");
    }

    @Override
    public String hostAddress() {
        return LOOPBACK;
    }

    @Override
    public void check() {
        if (!Files.isReadable(settings.proxyJar())) {
            throw new SandboxException(
                    "the container proxy " + settings.proxyJar() + " is not there; build it with ./mvnw package", null);
        }
        if (!Files.isExecutable(settings.java())) {
            throw new SandboxException(settings.java() + " cannot be run", null);
        }
    }

    @Override
    public void close() {
        List.copyOf(children.keySet()).forEach(this::destroy);
        delete(settings.folder().resolve(run));
    }
}
