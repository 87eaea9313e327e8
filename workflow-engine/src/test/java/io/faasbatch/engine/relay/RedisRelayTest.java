package io.faasbatch.engine.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisRelayTest {

    private int redisPort;
    private Process redis;

    @BeforeEach
    void startRedis(@TempDir Path folder) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            redisPort = free.getLocalPort();
        }
        redis = new ProcessBuilder(
                        "redis-server", "--port", Integer.toString(redisPort), "--bind", "127.0.0.1", "--save", "")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = redis.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        while (line != null && !line.contains("Ready to accept connections")) {
            line = output.readLine();
        }
        assertThat(line).contains("Ready to accept connections");
    }

    @AfterEach
    void stopRedis() throws InterruptedException {
        redis.destroy();
        redis.waitFor();
    }

    @Test
    void commandsAndAnswersPassBothWays() throws IOException {
        try (RedisRelay relay = RedisRelay.start("127.0.0.1", "127.0.0.1", redisPort, 10);
                Socket client = new Socket(relay.host(), relay.port())) {
            assertThat(ping(client)).isEqualTo("+PONG");
        }
    }

    @Test
    void aConnectionBeyondTheLimitIsClosedAndTheOthersLiveOn() throws IOException {
        try (RedisRelay relay = RedisRelay.start("127.0.0.1", "127.0.0.1", redisPort, 1);
                Socket first = new Socket(relay.host(), relay.port())) {
            assertThat(ping(first)).isEqualTo("+PONG");
            try (Socket second = new Socket(relay.host(), relay.port())) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(ping(first)).isEqualTo("+PONG");
        }
    }

    private static String ping(Socket socket) throws IOException {
        socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.UTF_8));
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
