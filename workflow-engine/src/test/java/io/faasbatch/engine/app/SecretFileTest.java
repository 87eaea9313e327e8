package io.faasbatch.engine.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void theFirstStartMakesAFileForItsOwnerOnlyAndTheNextReadsIt() throws Exception {
        SecretFile file = SecretFile.apiKey(folder.resolve("new"));
        String secret = file.secret(null);
        assertThat(secret).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.file())))
                .isEqualTo("rw-------");
        assertThat(SecretFile.apiKey(folder.resolve("new")).secret(null)).isEqualTo(secret);
        assertThat(SecretFile.clusterToken(folder.resolve("new")).secret(null)).isNotEqualTo(secret);
    }

    @Test
    void programsThatStartAtTheSameTimeAgree() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            List<Future<String>> secrets = threads.invokeAll(
                    Collections.nCopies(64, () -> SecretFile.apiKey(folder).secret(null)));
            String first = secrets.getFirst().get();
            for (Future<String> secret : secrets) {
                assertThat(secret.get()).isEqualTo(first);
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFileThatOthersCanReadIsRefusedWithTheCommandThatMendsIt() throws Exception {
        SecretFile file = SecretFile.apiKey(folder);
        assertThat(file.secret(null)).isNotEmpty();
        Files.setPosixFilePermissions(file.file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> file.secret(null))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.action()).isEqualTo("Run: chmod 600 " + file.file()));
    }

    @Test
    void aConfiguredValueIsTakenAndAnEmptyOneRefused() {
        SecretFile file = SecretFile.apiKey(folder);
        assertThat(file.secret("configured")).isEqualTo("configured");
        assertThat(file.file()).doesNotExist();
        for (String unusable : List.of("", " ", "two words", "é")) {
            assertThatThrownBy(() -> file.secret(unusable))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("FAASBATCH_API_KEY");
        }
    }

    @Test
    void withoutAKeyOnlyLoopbackIsListenedOn() {
        for (String address : List.of("127.0.0.1", "localhost", "::1", "127.0.0.2")) {
            assertThat(BindAddress.checked(address, "a", false).isLoopbackAddress())
                    .isTrue();
        }
        for (String address : List.of("0.0.0.0", "::", "8.8.8.8", "192.168.1.1", "10.0.0.1")) {
            assertThatThrownBy(() -> BindAddress.checked(address, "faasbatch.gateway.address", false))
                    .isInstanceOfSatisfying(
                            StartException.class,
                            e -> assertThat(e.getExitCode()).isEqualTo(78))
                    .hasMessageContaining("without a key");
            assertThat(BindAddress.checked(address, "a", true)).isNotNull();
        }
        assertThatThrownBy(() -> BindAddress.checked("", "a", true)).isInstanceOf(StartException.class);
    }
}
