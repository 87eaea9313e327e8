package io.faasbatch.engine.app;

import io.faasbatch.engine.worker.WorkerInfo;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What a worker says of itself; its id is made of the machine's name and the installation's folder, so it survives restarts. */
final class WorkerIdentity {

    private WorkerIdentity() {}

    static WorkerInfo of(InstallationSettings installation, ContainerSettings containers, String url, Instant now) {
        int folder = installation.homeFolder().toString().hashCode();
        return new WorkerInfo(
                hostName() + "-" + Integer.toHexString(folder),
                url,
                containers.sandbox().toString(),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes(),
                Optional.ofNullable(WorkerIdentity.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                now);
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            // A machine whose name does not resolve still has one: the resolver's message begins with it.
            return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("worker");
        }
    }
}
