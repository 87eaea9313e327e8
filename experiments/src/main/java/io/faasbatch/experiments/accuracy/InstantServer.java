package io.faasbatch.experiments.accuracy;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program that answers every call of a function at once, with when the call had arrived: it speaks as much HTTP as the driver needs. The clock is the
 * machine's, the same for all of its programs, so that the driver can compare. Runs until its standard input ends, which it does with the program that started it.
 */
final class InstantServer {

    private static final int BACKLOG = 4096;
    private static final String LENGTH = "content-length:";

    private final ServerSocket socket;
    private final AtomicLong calls = new AtomicLong();

    private InstantServer(ServerSocket socket) {
        this.socket = socket;
    }

    /** Prints the port it listens on. */
    public static void main(String[] args) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            InstantServer server = new InstantServer(socket);
            Thread _ = Thread.ofPlatform().daemon().name("accept").start(server::accept);
            System.out.println(socket.getLocalPort());
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        }
    }

    private void accept() {
        try (ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                connections.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            System.getLogger(InstantServer.class.getName()).log(System.Logger.Level.DEBUG, "closed", e);
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (readRequest(in)) {
                out.write(answer(System.nanoTime()));
                out.flush();
            }
        } catch (IOException e) {
            System.getLogger(InstantServer.class.getName()).log(System.Logger.Level.DEBUG, "a client went", e);
        }
    }

    private byte[] answer(long arrived) {
        String body = String.format(
                Locale.ROOT,
                "{\"id\":\"i%d\",\"status\":\"SUCCEEDED\",\"output\":{\"arrived\":%d}}",
                calls.incrementAndGet(),
                arrived);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    /** @return false when there is none any more */
    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        String line = readLine(in);
        if (line.isEmpty()) {
            return false;
        }
        while (!line.isEmpty()) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith(LENGTH)) {
                length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
            }
            line = readLine(in);
        }
        if (in.readNBytes(length).length < length) {
            throw new EOFException("a body of " + length + " bytes was cut off");
        }
        return true;
    }

    /** Empty at an empty line and at the end. */
    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
