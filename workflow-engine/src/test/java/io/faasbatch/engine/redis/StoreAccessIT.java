package io.faasbatch.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class StoreAccessIT extends RedisStorageTesting {

    private static final String KEY = "fb:{e1}:store";

    @Test
    void aFunctionContainerReadsAndWritesIntermediateDataAndNothingElse() {
        StoreAccess access = storage.grantStoreAccess("fb-store-w1");
        redis().hset("fb:{e1}:execution", "input", "secret");
        use(access, commands -> {
            assertThat(commands.hset(KEY, "key", "value")).isTrue();
            assertThat(commands.pexpire(KEY, 10_000)).isTrue();
            assertThat(commands.hget(KEY, "key")).isEqualTo("value");
            assertThat(commands.hexists(KEY, "key")).isTrue();
            assertThat(commands.hdel(KEY, "key")).isEqualTo(1);
            assertThat(commands.hset("fb:{e1}:data:1", "value", "x")).isTrue();
            List<Consumer<RedisCommands<String, String>>> forbidden = List.of(
                    all -> all.hget("fb:{e1}:execution", "input"),
                    all -> all.get("fb:worker:w1"),
                    all -> all.hset("fb:{e1}:value:store:key", "key", "x"),
                    all -> all.set(KEY, "x"),
                    all -> all.del(KEY),
                    all -> all.keys("*"),
                    all -> all.flushall(),
                    all -> all.configGet("requirepass"),
                    all -> all.eval("return 1", io.lettuce.core.ScriptOutputType.INTEGER),
                    all -> all.aclList(),
                    all -> all.publish("channel", "x"),
                    all -> all.clientList(),
                    all -> all.hgetall(KEY));
            forbidden.forEach(command ->
                    assertThatThrownBy(() -> command.accept(commands)).hasMessageContaining("NOPERM"));
        });
    }

    @Test
    void aNewGrantEndsTheOldPassword() {
        StoreAccess old = storage.grantStoreAccess("fb-store-w1");
        StoreAccess fresh = storage.grantStoreAccess("fb-store-w1");
        assertThatThrownBy(() -> use(old, RedisCommands::ping)).hasStackTraceContaining("WRONGPASS");
        use(fresh, commands -> assertThat(commands.ping()).isEqualTo("PONG"));
    }

    private void use(StoreAccess access, Consumer<RedisCommands<String, String>> use) {
        StoreEndpoint endpoint = storage.storeEndpoint();
        RedisURI uri = RedisURI.builder()
                .withHost(endpoint.host())
                .withPort(endpoint.port())
                .withAuthentication(access.user(), access.password())
                .build();
        try (RedisClient other = RedisClient.create(uri);
                StatefulRedisConnection<String, String> container = other.connect()) {
            use.accept(container.sync());
        }
    }
}
