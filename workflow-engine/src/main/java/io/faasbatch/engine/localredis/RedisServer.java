package io.faasbatch.engine.localredis;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, finds and stops the server's process. */
final class RedisServer {

    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

    /** Most time until it answers; reading a large append-only file takes long. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    /** Most time for a shutdown, in which it writes what is not on disk. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(20);

    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private final PrivateRedisSettings settings;
    private final RedisFiles files;
    private final String password;

    RedisServer(PrivateRedisSettings settings, RedisFiles files, String password) {
        this.settings = settings;
        this.files = files;
        this.password = password;
    }

    /**
     * The server of an earlier run, where one still answers on our port.
     *
     * @throws PrivateRedisException when something else answers there
     */
    Optional<ProcessHandle> running() throws IOException, InterruptedException {
        try (RedisProbe probe = RedisProbe.connect(settings.ownAddress(), settings.port())) {
            return Optional.of(ours(probe));
        } catch (ConnectException e) {
            refuseSecondServerOfFolder();
            return Optional.empty();
        }
    }

    /** A new server that answers. */
    ProcessHandle start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        // In a session of its own, an interrupt from the terminal does not end it before those that still write to it.
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> command.add(setsid.toString()));
        command.add(program().toString());
        command.add(files.configuration(password).toString());
        Process process = new ProcessBuilder(command)
                .directory(settings.data().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()))
                .start();
        process.getOutputStream().close();
        try {
            awaitAnswer(process.toHandle());
        } catch (IOException | InterruptedException | PrivateRedisException e) {
            process.destroyForcibly();
            throw e;
        }
        return process.toHandle();
    }

    /** Lets it write everything and end; by force when it does not. */
    void stop(ProcessHandle server) throws InterruptedException {
        try (RedisProbe probe = RedisProbe.connect(settings.ownAddress(), settings.port())) {
            probe.ask("AUTH", password);
            probe.ask("SHUTDOWN");
        } catch (IOException e) {
            // It closes the connection instead of an answer; whether it ended is seen below.
            LOG.debug("the private Redis was asked to end", e);
        }
        if (ended(server, STOP_TIMEOUT)) {
            return;
        }
        LOG.warn("the private Redis (process {}) does not end and is killed", server.pid());
        server.destroyForcibly();
        ended(server, STOP_TIMEOUT);
    }

    private ProcessHandle ours(RedisProbe probe) throws IOException, InterruptedException {
        try {
            probe.ask("AUTH", password);
            awaitLoaded(probe);
            List<String> folder = probe.ask("CONFIG", "GET", "dir");
            if (folder.size() == 2 && Files.isSameFile(Path.of(folder.get(1)), settings.data())) {
                long pid = Long.parseLong(field(probe.ask("INFO", "server"), "process_id"));
                return ProcessHandle.of(pid)
                        .orElseThrow(() -> new IOException("its process " + pid + " is not on this machine"));
            }
            throw new IOException("its data folder is another");
        } catch (IOException | NumberFormatException e) {
            throw new PrivateRedisException(
                    "port " + settings.port() + " is taken by another program (" + e.getMessage()
                            + "): end it, or choose another port for the private Redis with faasbatch.redis.port (FAASBATCH_REDIS_PORT)",
                    e);
        }
    }

    private void awaitLoaded(RedisProbe probe) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try {
                probe.ask("PING");
                return;
            } catch (IOException e) {
                if (!String.valueOf(e.getMessage()).startsWith("LOADING") || System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        }
    }

    private void awaitAnswer(ProcessHandle server) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (true) {
            try (RedisProbe probe = RedisProbe.connect(settings.ownAddress(), settings.port())) {
                if (ours(probe).pid() == server.pid()) {
                    return;
                }
                throw new PrivateRedisException("another private Redis was started in the same moment", null);
            } catch (IOException e) {
                if (!server.isAlive() || System.nanoTime() > end) {
                    throw new PrivateRedisException(
                            settings.program() + " does not start: " + lastWords() + " (" + settings.log() + ")", e);
                }
                TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
            }
        }
    }

    /** Two servers on one append-only file would destroy it. */
    private void refuseSecondServerOfFolder() throws IOException {
        Path pidFile = files.pidFile();
        if (!Files.exists(pidFile)) {
            return;
        }
        String pid = Files.readString(pidFile).strip();
        Optional<ProcessHandle> other =
                pid.matches("\\d{1,18}") ? ProcessHandle.of(Long.parseLong(pid)) : Optional.empty();
        boolean serves = other.filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .filter(command -> command.contains("redis"))
                .isPresent();
        if (serves) {
            throw new PrivateRedisException(
                    "a Redis that does not answer on port " + settings.port() + " uses " + settings.data()
                            + " (process " + pid + "): end it, or give faasbatch.redis.port its port",
                    null);
        }
    }

    private Path program() {
        Path given = Path.of(settings.program());
        if (given.isAbsolute()) {
            return executable(given).orElseThrow(this::missing);
        }
        String folders = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/usr/local/bin:/usr/sbin";
        return List.of(folders.split(":")).stream()
                .map(folder -> executable(Path.of(folder, settings.program())))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(this::missing);
    }

    private static Optional<Path> executable(Path file) {
        return Optional.of(file).filter(Files::isExecutable).filter(Files::isRegularFile);
    }

    private PrivateRedisException missing() {
        return new PrivateRedisException(
                settings.program() + " is not installed: on Debian and Ubuntu \"apt-get install redis-server\" does it;"
                        + " or let FAASBATCH_REDIS_URI point to a Redis that is there",
                null);
    }

    private String lastWords() throws IOException {
        List<String> lines = Files.exists(settings.log()) ? Files.readAllLines(settings.log()) : List.of();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }

    private static String field(List<String> information, String name) throws IOException {
        return information.stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("it does not tell its " + name));
    }

    private static boolean ended(ProcessHandle server, Duration longest) throws InterruptedException {
        try {
            server.onExit().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            return !server.isAlive();
        }
    }
}
