package io.faasbatch.proxy.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasbatch.api.StoreException;
import io.faasbatch.protocol.StoreAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Protocol.Command;

@Timeout(60)
class RedisIntermediateDataIT {

    private static final String PASSWORD = "secret";
    private static final String USER = "store";

    @TempDir
    static Path work;

    private static Process redis;
    private static int port;

    private RedisIntermediateData data;

    /** Without a {@code redis-server} the whole class fails. */
    @BeforeAll
    static void startRedis() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        redis = new ProcessBuilder(
                        "redis-server",
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no",
                        "--dir",
                        work.toString(),
                        "--requirepass",
                        PASSWORD,
                        "--user",
                        USER,
                        "on",
                        ">" + PASSWORD,
                        "~fb:*",
                        "+hget",
                        "+hset",
                        "+pexpire")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("redis.log").toFile())
                .start();
        while (!answers()) {
            assertThat(redis.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }

    private static boolean answers() {
        try (Connection admin = admin()) {
            return admin.ping();
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static Connection admin() {
        Connection admin = new Connection(new HostAndPort("127.0.0.1", port));
        admin.sendCommand(Command.AUTH, PASSWORD);
        admin.getStatusCodeReply();
        return admin;
    }

    private static Object admin(Command command, String... arguments) {
        try (Connection admin = admin()) {
            admin.sendCommand(command, arguments);
            return admin.getOne();
        }
    }

    @AfterAll
    static void stopRedis() throws InterruptedException {
        redis.destroy();
        redis.waitFor();
    }

    @BeforeEach
    void open() {
        data = new RedisIntermediateData(new StoreAddress("127.0.0.1", port, USER, PASSWORD, "fb:", 100), 1_000_000);
    }

    @AfterEach
    void close() {
        data.close();
    }

    @Test
    void aValueIsFoundUnderItsScopeOnly() {
        data.put("e1", "key", new byte[] {0, -1, 2});
        assertThat(data.get("e1", "key").orElseThrow()).containsExactly(0, -1, 2);
        assertThat(data.get("e2", "key")).isEmpty();
    }

    @Test
    void valuesExpireAndLieInTheSlotOfTheirExecution() {
        data.put("e3", "key", new byte[1]);
        assertThat((Long) admin(Command.TTL, "fb:{e3}:store")).isBetween(1L, 100L);
    }

    @Test
    void concurrentReadsOfOneKeyAreOneRead() throws Exception {
        data.put("e4", "key", "value".getBytes(UTF_8));
        admin(Command.CLIENT, "PAUSE", "1000", "ALL");
        List<Future<Optional<byte[]>>> reads = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                reads.add(readers.submit(() -> data.get("e4", "key")));
            }
        }
        for (Future<Optional<byte[]>> read : reads) {
            assertThat(read.get().orElseThrow()).asString(UTF_8).isEqualTo("value");
        }
        assertThat(data.counts().reads()).isEqualTo(1);
        assertThat(data.counts().coalesced()).isEqualTo(39);
        assertThat(reads.get(0).get().orElseThrow())
                .isNotSameAs(reads.get(1).get().orElseThrow());
    }

    @Test
    void aReadAfterAWriteSeesItWhileOthersRead() throws Exception {
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> checks = new ArrayList<>();
            for (int key = 0; key < 4; key++) {
                String name = "key" + key;
                checks.add(readers.submit(() -> seesOwnWrites(name)));
                for (int i = 0; i < 8; i++) {
                    checks.add(readers.submit(() -> readsOften(name)));
                }
            }
            for (Future<Boolean> check : checks) {
                assertThat(check.get()).isTrue();
            }
        }
    }

    private boolean seesOwnWrites(String key) {
        for (int round = 0; round < 500; round++) {
            String value = key + "-" + round;
            data.put("e5", key, value.getBytes(UTF_8));
            String seen = new String(data.get("e5", key).orElseThrow(), UTF_8);
            if (!seen.equals(value)) {
                return false;
            }
        }
        return true;
    }

    private boolean readsOften(String key) {
        for (int round = 0; round < 500; round++) {
            data.get("e5", key);
        }
        return true;
    }

    @Test
    void aBrokenConnectionIsReplacedUnseen() {
        data.put("e6", "key", new byte[1]);
        admin(Command.CLIENT, "KILL", "USER", USER);
        assertThat(data.get("e6", "key")).isPresent();
    }

    @Test
    void aRefusalOfRedisIsReportedAndTheConnectionStaysUsable() {
        try (RedisIntermediateData forbidden =
                new RedisIntermediateData(new StoreAddress("127.0.0.1", port, USER, PASSWORD, "other:", 100), 10)) {
            assertThatThrownBy(() -> forbidden.get("e", "k"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("NOPERM");
        }
    }

    @Test
    void nobodyWaitsForARedisThatIsNotThere() {
        try (RedisIntermediateData nowhere =
                new RedisIntermediateData(new StoreAddress("127.0.0.1", 1, "", "", "fb:", 100), 10)) {
            assertThatThrownBy(() -> nowhere.get("e", "k"))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void valuesAndKeysHaveLimits() {
        assertThatThrownBy(() -> data.put("e", "k", new byte[1_000_001])).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> data.get("e", "")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> data.get("e", "x".repeat(513))).isInstanceOf(StoreException.class);
    }

    @Test
    void afterTheCloseEverythingFails() {
        data.close();
        assertThatThrownBy(() -> data.get("e", "k")).isInstanceOf(StoreException.class);
    }
}
