package io.faasbatch.engine.localredis;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection to a server that may or may not be Redis, for the few questions that are asked before it is known to be ours. Used by one thread. */
final class RedisProbe implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Longest answer that is read; what is longer is not an answer to our questions. */
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final Socket socket;
    private final InputStream in;

    private RedisProbe(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** @throws IOException when nothing listens there */
    static RedisProbe connect(String host, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
            return new RedisProbe(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The strings of the answer, which are several for an array.
     *
     * @throws IOException also when the answer is an error, with its text
     */
    List<String> ask(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
            request.append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        List<String> answer = new ArrayList<>();
        read(answer);
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read(List<String> into) throws IOException {
        String line = line();
        if (line.isEmpty()) {
            throw new IOException("not the answer of a Redis");
        }
        String rest = line.substring(1);
        switch (line.charAt(0)) {
            case '+', ':' -> into.add(rest);
            case '-' -> throw new IOException(rest);
            case '$' -> into.add(bulk(length(rest)));
            case '*' -> {
                for (int left = length(rest); left > 0; left--) {
                    read(into);
                }
            }
            default -> throw new IOException("not the answer of a Redis");
        }
    }

    private static int length(String text) throws IOException {
        try {
            int length = Integer.parseInt(text);
            if (length <= LONGEST_ANSWER) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("not the answer of a Redis", e);
        }
        throw new IOException("not the answer of a Redis: too long");
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = in.readNBytes(length + 2);
        if (bytes.length < length + 2) {
            throw new EOFException("the answer ends early");
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new EOFException("the connection was closed");
            }
            if (line.size() == LONGEST_ANSWER) {
                throw new IOException("not the answer of a Redis: too long");
            }
            line.write(one);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }
}
