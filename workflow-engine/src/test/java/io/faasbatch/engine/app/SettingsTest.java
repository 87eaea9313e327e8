package io.faasbatch.engine.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsTest {

    @Test
    void theEnvironmentSpellingBinds() {
        Map<String, Object> environment = Map.of(
                "FAASBATCH_DISPATCH_INTERVAL", "50ms",
                "FAASBATCH_STRATEGY", "vanilla",
                "FAASBATCH_MAX_PENDING_PER_FUNCTION", "7");
        GroupingSettings settings = bind("faasbatch", GroupingSettings.class, environment);
        assertThat(settings).isEqualTo(new GroupingSettings("vanilla", Duration.ofMillis(50), 20_000, 7, null));
        assertThat(bind("faasbatch.redis", RedisSettings.class, Map.of("FAASBATCH_REDIS_URI", "redis://u:p@h:1/0"))
                        .toString())
                .isEqualTo("RedisSettings[redis://h:1]");
        assertThat(bind("faasbatch", LimitSettings.class, Map.of("FAASBATCH_MAX_BODY", "64KiB"))
                        .maxBody())
                .isEqualTo(new ByteSize(65_536));
        assertThat(bind("faasbatch", ContainerSettings.class, Map.of("FAASBATCH_SANDBOX", "process"))
                        .sandbox())
                .isEqualTo(ContainerSettings.Kind.PROCESS);
    }

    @Test
    void whatIsOutOfRangeIsRefusedByName() {
        for (Map.Entry<String, Object> wrong : new HashMap<String, Object>(Map.of(
                        "FAASBATCH_DISPATCH_INTERVAL", "2m",
                        "FAASBATCH_MAX_PENDING", "0",
                        "FAASBATCH_STRATEGY", ""))
                .entrySet()) {
            assertThatThrownBy(
                            () -> bind("faasbatch", GroupingSettings.class, Map.of(wrong.getKey(), wrong.getValue())))
                    .isInstanceOf(BindException.class)
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void sizesAreWrittenWithBinaryUnits() {
        assertThat(ByteSize.valueOf("6MiB")).isEqualTo(new ByteSize(6 << 20)).hasToString("6MiB");
        assertThat(ByteSize.valueOf("512 B").bytes()).isEqualTo(512);
        for (String wrong : new String[] {"6", "6MB", "-1B", "0B", "", "1TiB"}) {
            assertThatThrownBy(() -> ByteSize.valueOf(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, Object> environment) {
        StandardEnvironment bound = new StandardEnvironment();
        bound.getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, environment));
        ConfigurationPropertySources.attach(bound);
        return Binder.get(bound).bindOrCreate(prefix, type);
    }
}
