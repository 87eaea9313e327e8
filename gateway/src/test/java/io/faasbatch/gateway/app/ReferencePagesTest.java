package io.faasbatch.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.app.CallSettings;
import io.faasbatch.engine.app.ContainerSettings;
import io.faasbatch.engine.app.GroupingSettings;
import io.faasbatch.engine.app.InstallationSettings;
import io.faasbatch.engine.app.LimitSettings;
import io.faasbatch.engine.app.RedisSettings;
import io.faasbatch.engine.app.WorkerSettings;
import io.faasbatch.gateway.api.ApiSettings;
import io.faasbatch.gateway.security.AccessSettings;
import io.faasbatch.gateway.worker.WorkerLinkSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

class ReferencePagesTest {

    private static final List<Class<? extends Record>> SETTINGS = List.of(
            InstallationSettings.class,
            RedisSettings.class,
            GroupingSettings.class,
            ContainerSettings.class,
            LimitSettings.class,
            CallSettings.class,
            WorkerSettings.class,
            GatewaySettings.class,
            EmbeddingSettings.class,
            ApiSettings.class,
            AccessSettings.class,
            LegacySettings.class,
            WorkerLinkSettings.class);
    private static final Pattern ROW = Pattern.compile("\\| `(faasbatch\\.[^`]+)` \\| `([^`]+)` \\| ([^|]+) \\|.*");

    @Test
    void thePageListsExactlyTheSettingsThatExistWithTheirDefaults() throws IOException {
        Map<String, String> existing = new TreeMap<>();
        SETTINGS.forEach(type -> Arrays.stream(type.getRecordComponents())
                .forEach(component -> existing.put(name(type, component), defaultOf(type, component))));
        Map<String, String> listed = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/configuration.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                listed.put(row.group(1), row.group(3));
                assertThat(row.group(2))
                        .isEqualTo(
                                row.group(1).replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
            }
        }
        assertThat(new TreeSet<>(listed.keySet())).isEqualTo(new TreeSet<>(existing.keySet()));
        existing.forEach((name, value) -> {
            if (!value.isEmpty()) {
                assertThat(listed.get(name)).as(name).isEqualTo("`" + value + "`");
            }
        });
    }

    @Test
    void everySettingsRecordIsOnThisTestsList() throws IOException {
        try (Stream<Path> engine = Files.walk(Path.of("../workflow-engine/src/main/java"));
                Stream<Path> gateway = Files.walk(Path.of("src/main/java"))) {
            assertThat(Stream.concat(engine, gateway)
                            .filter(path -> path.toString().endsWith("Settings.java"))
                            .filter(ReferencePagesTest::isBound))
                    .hasSize(SETTINGS.size());
        }
    }

    private static boolean isBound(Path file) {
        try {
            return Files.readString(file).contains("@ConfigurationProperties(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Class<?> type, RecordComponent component) {
        ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
        String prefix = properties == null ? "" : properties.value();
        return prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String defaultOf(Class<?> type, RecordComponent component) {
        int index = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList()
                .indexOf(component.getName());
        return Arrays.stream(type.getDeclaredConstructors()[0].getParameters()[index].getAnnotations())
                .filter(DefaultValue.class::isInstance)
                .map(found -> String.join(",", ((DefaultValue) found).value()))
                .findFirst()
                .orElse("");
    }
}
