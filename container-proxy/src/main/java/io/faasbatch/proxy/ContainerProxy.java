package io.faasbatch.proxy;

import io.faasbatch.protocol.ExitCode;
import java.io.IOException;
import java.util.Map;

/** The program inside every function container. Its settings are environment variables, see {@link ProxyConfig} and {@link Limits}. */
public final class ContainerProxy {

    /**
     * System properties this program needs, unless the command line sets them: small packets leave at once; kept connections
     * are not closed under a client that is about to use them; the number of connections bounds that of threads; virtual
     * threads that compute share the cores through the operating system instead of waiting for each other.
     */
    private static final Map<String, String> PROPERTIES = Map.of(
            "sun.net.httpserver.nodelay", "true",
            "sun.net.httpserver.idleInterval", "3600",
            "sun.net.httpserver.maxIdleConnections", "512",
            "jdk.httpserver.maxConnections", "512",
            "jdk.virtualThreadScheduler.parallelism", "64",
            "jdk.virtualThreadScheduler.maxPoolSize", "256");

    private ContainerProxy() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        configure();
        if (args.length > 0 && args[0].equals("--train")) {
            TrainingRun.run(args.length > 1 ? args[1] : "java");
            System.exit(0);
        }
        ProxyServer server = ProxyServer.start(ProxyConfig.from(System.getenv()), ContainerProxy::end);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        String runtime = System.getenv("FAASBATCH_REHEARSE");
        if (runtime != null) {
            Thread rehearsal = new Thread(() -> rehearse(runtime), "rehearsal");
            rehearsal.setDaemon(true);
            server.onInit(rehearsal::interrupt);
            rehearsal.start();
        }
    }

    /** What goes wrong here harms nobody: the first function is loaded a little slower. */
    private static void rehearse(String runtime) {
        try {
            TrainingRun.rehearse(runtime);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // a function has come
        } catch (IOException e) {
            System.err.println("the rehearsal ended early: " + e);
        }
    }

    /** At once: what runs must not be reported as failed on the way out. Results that were written are on their way already. */
    private static void end(String reason, boolean outOfMemory) {
        System.err.println("the container ends: " + reason);
        Runtime.getRuntime().halt(outOfMemory ? ExitCode.OUT_OF_MEMORY : ExitCode.BROKEN_DOWN);
    }

    /** Must come before the first use of the server and of a virtual thread. */
    static void configure() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
