package io.faasbatch.proxy.runtime.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The cases are written in Python, in {@code reserve_test.py}: they ask the class itself, with a clock of their own. */
class ReserveTest {

    @Test
    void whatCanWaitIsDoneInQuietMomentsAndWithinItsBounds() throws Exception {
        Path program = folderOf(HostProgram.class, "boot.py");
        Path cases = folderOf(ReserveTest.class, "reserve_test.py");
        ProcessBuilder python = new ProcessBuilder("/usr/bin/python3", "-B", "-m", "unittest", "-v", "reserve_test")
                .redirectErrorStream(true);
        python.environment().put("PYTHONPATH", program + ":" + cases);
        Process process = python.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).containsPattern("Ran 1\\d tests");
    }

    private static Path folderOf(Class<?> beside, String resource) throws URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(beside.getResource(resource)).toURI());
        return Objects.requireNonNull(file.getParent());
    }
}
