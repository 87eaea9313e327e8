package io.faasbatch.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.faasbatch.engine.container.CpuControl;
import io.faasbatch.engine.container.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CPU time of containers through their control groups. Where this process may not write there, the Engine is asked to set the weight, and the
 * limit stays as the container was made.
 */
final class CpuGroups implements CpuControl {

    private static final Logger LOG = LoggerFactory.getLogger(CpuGroups.class);

    private static final long NANOS_PER_MICRO = 1000;
    private static final long LEAST_QUOTA_MICROS = 1000;
    private static final long PERIOD_MICROS = 100_000;
    private static final int LEAST_WEIGHT = 2;

    /** Of version 2: runs from 1 to 10000 where that of version 1 runs from 2 to 262144. */
    private static final long WEIGHTS_1 = 262_142;

    private static final long WEIGHTS_2 = 9999;

    private final ControlGroups groups;
    private final DockerClient docker;

    CpuGroups(ControlGroups groups, DockerClient docker) {
        this.groups = groups;
        this.docker = docker;
    }

    @Override
    public boolean isImmediate() {
        return groups.mayBeWritten();
    }

    @Override
    public OptionalLong usedNanos(String nativeId) {
        try {
            if (groups.isVersion1()) {
                Optional<Path> group = groups.ofContainer("cpuacct", nativeId);
                return group.isEmpty()
                        ? OptionalLong.empty()
                        : number(group.get().resolve("cpuacct.usage"), 1);
            }
            Optional<Path> group = groups.ofContainer("cpu", nativeId);
            return group.isEmpty()
                    ? OptionalLong.empty()
                    : statistic(group.get().resolve("cpu.stat"));
        } catch (IOException | NumberFormatException e) {
            LOG.debug("The CPU time of {} cannot be told: {}", nativeId, e.toString());
            return OptionalLong.empty();
        }
    }

    private static OptionalLong number(Path file, long unit) throws IOException {
        return OptionalLong.of(Long.parseLong(Files.readString(file).strip()) * unit);
    }

    private static OptionalLong statistic(Path file) throws IOException {
        String key = "usage_usec ";
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.substring(key.length())) * NANOS_PER_MICRO)
                .findFirst();
    }

    @Override
    public void bound(String nativeId, int weight, double cores) {
        int least = Math.max(LEAST_WEIGHT, weight);
        if (!groups.mayBeWritten()) {
            askEngine(nativeId, least);
            return;
        }
        groups.ofContainer("cpu", nativeId).ifPresent(group -> write(nativeId, group, least, cores));
    }

    private void write(String nativeId, Path group, int weight, double cores) {
        try {
            if (groups.isVersion1()) {
                Files.writeString(group.resolve(groups.weightFile()), Integer.toString(weight));
                long period = number(group.resolve("cpu.cfs_period_us"), 1).orElse(PERIOD_MICROS);
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota(cores, period)));
            } else {
                Files.writeString(group.resolve(groups.weightFile()), Long.toString(weight2(weight)));
                Files.writeString(group.resolve("cpu.max"), quota(cores, PERIOD_MICROS) + " " + PERIOD_MICROS);
            }
        } catch (IOException e) {
            // The kernel answers ENODEV, not ENOENT, when the group goes while its file is open.
            if (e instanceof NoSuchFileException || !Files.exists(group)) {
                LOG.debug("Container {} is gone", nativeId);
                return;
            }
            throw new SandboxException("the control group " + group + " does not take it: " + e.getMessage(), e);
        }
    }

    private static long quota(double cores, long period) {
        return Math.max(LEAST_QUOTA_MICROS, Math.round(cores * period));
    }

    /** As the runtimes of the Engine convert it. */
    static long weight2(int weight) {
        return 1 + (weight - LEAST_WEIGHT) * WEIGHTS_2 / WEIGHTS_1;
    }

    private void askEngine(String nativeId, int weight) {
        try {
            docker.updateContainerCmd(nativeId).withCpuShares(weight).exec();
        } catch (NotFoundException e) {
            LOG.debug("Container {} is gone", nativeId);
        } catch (DockerException e) {
            throw new SandboxException("the Docker Engine does not change the share of a container: " + e, e);
        }
    }
}
