package io.faasbatch.engine.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes bytes between function containers and a Redis they could not reach otherwise, such as one that listens on loopback. It reads
 * nothing of what it passes: what a container may do there is decided by the user it logs in with.
 *
 * <p>Owner of its sockets. Two virtual threads serve each connection, one for each direction.
 */
public final class RedisRelay implements AutoCloseable {

    /** Most connections at a time by default: each container holds one. */
    public static final int DEFAULT_MAX_CONNECTIONS = 2048;

    private static final Logger LOG = LoggerFactory.getLogger(RedisRelay.class);

    private static final int CONNECT_TIMEOUT_MILLIS = 3000;
    private static final int BACKLOG = 128;

    private final ServerSocket server;
    private final String redisHost;
    private final int redisPort;
    private final Semaphore places;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private RedisRelay(ServerSocket server, String redisHost, int redisPort, int maxConnections) {
        this.server = server;
        this.redisHost = redisHost;
        this.redisPort = redisPort;
        this.places = new Semaphore(maxConnections);
    }

    /**
     * Listens on a free port of {@code listenAddress}, which containers reach and the world should not.
     *
     * @param redisHost resolved anew for each connection
     * @param maxConnections further ones are closed at once
     */
    public static RedisRelay start(String listenAddress, String redisHost, int redisPort, int maxConnections)
            throws IOException {
        ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getByName(listenAddress));
        RedisRelay relay = new RedisRelay(server, redisHost, redisPort, maxConnections);
        Thread.ofVirtual().name("redis-relay").start(relay::accept);
        return relay;
    }

    public String host() {
        return server.getInetAddress().getHostAddress();
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = server.accept();
                if (places.tryAcquire()) {
                    Thread.startVirtualThread(() -> serve(client));
                } else {
                    LOG.warn("A connection to Redis was refused: all that are allowed are in use");
                    close(client);
                }
            } catch (IOException e) {
                if (!closed) {
                    LOG.warn("A connection could not be accepted: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket client) {
        Socket redis = new Socket();
        sockets.add(client);
        sockets.add(redis);
        try {
            if (closed) {
                return;
            }
            redis.connect(new InetSocketAddress(redisHost, redisPort), CONNECT_TIMEOUT_MILLIS);
            redis.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            Thread back = Thread.startVirtualThread(() -> pass(redis, client));
            pass(client, redis);
            back.join();
        } catch (IOException e) {
            LOG.warn("Redis at {}:{} cannot be reached: {}", redisHost, redisPort, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(client);
            close(redis);
            places.release();
        }
    }

    /** Passes on until either side ends, then closes both, so that the other direction ends too. */
    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            LOG.debug("A connection to Redis ended: {}", e.getMessage());
        } finally {
            close(from);
            close(to);
        }
    }

    private void close(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A socket could not be closed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("The relay's server socket could not be closed: {}", e.getMessage());
        }
        sockets.forEach(this::close);
    }
}
