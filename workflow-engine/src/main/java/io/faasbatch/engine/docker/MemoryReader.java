package io.faasbatch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads how much memory a container uses, without the file cache that the kernel would give up at once: from its control group where this machine
 * shows it, else from the Engine, which takes seconds.
 */
final class MemoryReader {

    private static final Logger LOG = LoggerFactory.getLogger(MemoryReader.class);

    private static final long STATS_TIMEOUT_SECONDS = 5;

    private final DockerClient docker;
    private final ControlGroups groups;

    MemoryReader(DockerClient docker, ControlGroups groups) {
        this.docker = docker;
        this.groups = groups;
    }

    OptionalLong read(String dockerId) {
        Optional<Path> file = groups.ofContainer("memory", dockerId)
                .map(group -> group.resolve(groups.isVersion1() ? "memory.usage_in_bytes" : "memory.current"))
                .filter(Files::isReadable);
        return file.isPresent() ? readFile(file.get()) : askEngine(dockerId);
    }

    private static OptionalLong readFile(Path file) {
        try {
            long used = Long.parseLong(Files.readString(file).strip());
            return OptionalLong.of(Math.max(0, used - reclaimable(file.resolveSibling("memory.stat"))));
        } catch (IOException | NumberFormatException e) {
            LOG.debug("{} cannot be read: {}", file, e.toString());
            return OptionalLong.empty();
        }
    }

    private static long reclaimable(Path statistics) throws IOException {
        return Files.readAllLines(statistics).stream()
                .filter(line -> line.startsWith("total_inactive_file ") || line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .max()
                .orElse(0);
    }

    private OptionalLong askEngine(String dockerId) {
        FirstStatistics first = new FirstStatistics();
        try (first) {
            docker.statsCmd(dockerId).withNoStream(true).exec(first);
            Statistics statistics = first.value.get(STATS_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Long usage = Optional.ofNullable(statistics.getMemoryStats())
                    .map(memory -> memory.getUsage())
                    .orElse(null);
            return usage == null ? OptionalLong.empty() : OptionalLong.of(usage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IOException e) {
            LOG.debug("The memory of {} cannot be told: {}", dockerId, e.toString());
        }
        return OptionalLong.empty();
    }

    /** Waits for one answer. */
    private static final class FirstStatistics extends ResultCallback.Adapter<Statistics> {

        private final CompletableFuture<Statistics> value = new CompletableFuture<>();

        @Override
        public void onNext(Statistics statistics) {
            value.complete(statistics);
        }

        @Override
        public void onError(Throwable failure) {
            value.completeExceptionally(failure);
            super.onError(failure);
        }
    }
}
