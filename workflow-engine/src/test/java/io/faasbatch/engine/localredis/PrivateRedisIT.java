package io.faasbatch.engine.localredis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateRedisIT {

    @TempDir
    Path home;

    private PrivateRedisSettings settings;

    @BeforeEach
    void choosePort() {
        settings = PrivateRedisSettings.in(home).withPort(TestServer.freePort());
    }

    @Test
    void itAsksForItsPasswordAndShowsItToNobodyElse() throws IOException {
        try (PrivateRedis redis = PrivateRedis.start(settings)) {
            try (RedisProbe stranger = RedisProbe.connect("127.0.0.1", redis.port())) {
                assertThatThrownBy(() -> stranger.ask("PING")).hasMessageContaining("NOAUTH");
            }
            assertThat(mode(home.resolve("redis-password"))).isEqualTo("rw-------");
            assertThat(mode(home.resolve("redis/redis.conf"))).isEqualTo("rw-------");
            String commandLine = Files.readString(Path.of("/proc/" + redis.pid() + "/cmdline"));
            assertThat(commandLine).doesNotContain(password());
            assertThat(ask("CONFIG", "GET", "appendonly")).containsExactly("appendonly", "yes");
        }
    }

    @Test
    void itEndsWithItsOwnerAndKeepsItsData() throws IOException {
        long pid;
        try (PrivateRedis redis = PrivateRedis.start(settings)) {
            pid = redis.pid();
            ask("SET", "key", "value");
        }
        assertThat(alive(pid)).isFalse();
        try (PrivateRedis redis = PrivateRedis.start(settings)) {
            assertThat(redis.adopted()).isFalse();
            assertThat(ask("GET", "key")).containsExactly("value");
        }
    }

    @Test
    void itIsStartedAgainWhenItDies() throws Exception {
        try (PrivateRedis redis = PrivateRedis.start(settings)) {
            for (int i = 0; i < 2; i++) {
                ask("SET", "key" + i, "value");
                long pid = redis.pid();
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
                assertThat(redis.awaitRestart(pid, Duration.ofMinutes(1))).isTrue();
                assertThat(ask("GET", "key" + i)).containsExactly("value");
            }
        }
    }

    @Test
    void anInterruptFromTheTerminalDoesNotReachIt() throws IOException {
        try (PrivateRedis redis = PrivateRedis.start(settings)) {
            String stat = Files.readString(Path.of("/proc/" + redis.pid() + "/stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 6);
            assertThat(afterName[3]).as("its session").isEqualTo(String.valueOf(redis.pid()));
        }
    }

    @Test
    void oneThatAnEarlierRunLeftIsTakenOver() {
        long pid;
        try (PrivateRedis left = PrivateRedis.start(settings.withStopOnClose(false))) {
            pid = left.pid();
        }
        assertThat(alive(pid)).isTrue();
        try (PrivateRedis found = PrivateRedis.start(settings)) {
            assertThat(found.adopted()).isTrue();
            assertThat(found.pid()).isEqualTo(pid);
        }
        assertThat(alive(pid)).isFalse();
    }

    @Test
    void anotherProgramOnThePortIsNamedWithTheSetting() throws IOException {
        try (ServerSocket other = new ServerSocket(settings.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PrivateRedis.start(settings))
                    .isInstanceOf(PrivateRedisException.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("FAASBATCH_REDIS_PORT");
        }
    }

    @Test
    void theRedisOfAnotherHomeIsAnotherProgram(@TempDir Path otherHome) {
        PrivateRedisSettings others = PrivateRedisSettings.in(otherHome).withPort(settings.port());
        try (PrivateRedis other = PrivateRedis.start(others)) {
            assertThat(other.adopted()).isFalse();
            assertThatThrownBy(() -> PrivateRedis.start(settings)).hasMessageContaining("taken by another program");
        }
    }

    @Test
    void oneFolderIsNotServedTwice() {
        try (PrivateRedis first = PrivateRedis.start(settings)) {
            PrivateRedisSettings second = settings.withPort(TestServer.freePort());
            assertThatThrownBy(() -> PrivateRedis.start(second))
                    .isInstanceOf(PrivateRedisException.class)
                    .hasMessageContaining("process " + first.pid());
        }
    }

    @Test
    void aMissingProgramIsExplained() {
        assertThatThrownBy(() -> PrivateRedis.start(settings.withProgram("no-such-redis-server")))
                .isInstanceOf(PrivateRedisException.class)
                .hasMessageContaining("apt-get install redis-server");
    }

    private List<String> ask(String... words) throws IOException {
        try (RedisProbe probe = RedisProbe.connect("127.0.0.1", settings.port())) {
            probe.ask("AUTH", password());
            return probe.ask(words);
        }
    }

    private String password() throws IOException {
        return Files.readString(home.resolve("redis-password")).strip();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
