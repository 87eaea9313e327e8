package io.faasbatch.experiments.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.api.ScriptedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTest {

    @TempDir
    private Path folder;

    @Test
    void theFirstVersionOfControlGroupsIsRead() throws IOException {
        write("cpuacct/docker/c1/cpuacct.usage", "1500000000\n");
        write("memory/docker/c1/memory.usage_in_bytes", "9000\n");
        write("memory/docker/c1/memory.stat", "cache 5\ntotal_inactive_file 2000\n");
        Cgroups cgroups = new Cgroups(folder);

        assertThat(cgroups.cpu("c1")).contains(Duration.ofMillis(1500));
        assertThat(cgroups.memoryBytes("c1")).hasValue(7000);
    }

    @Test
    void theSecondVersionOfControlGroupsIsRead() throws IOException {
        write("system.slice/docker-c2.scope/cpu.stat", "usage_usec 2500\nuser_usec 1\n");
        write("system.slice/docker-c2.scope/memory.current", "9000\n");
        write("system.slice/docker-c2.scope/memory.stat", "anon 5\ninactive_file 1000\n");
        Cgroups cgroups = new Cgroups(folder);

        assertThat(cgroups.cpu("c2")).contains(Duration.ofNanos(2_500_000));
        assertThat(cgroups.memoryBytes("c2")).hasValue(8000);
    }

    @Test
    void aContainerThatIsGoneHasNoFigures() {
        assertThat(new Cgroups(folder).cpu("gone")).isEmpty();
        assertThat(new Cgroups(folder).memoryBytes("gone")).isEmpty();
        assertThat(new HostProcess(folder, 1).cpu()).isEmpty();
    }

    @Test
    void aProcessIsReadWhateverItsName() throws IOException {
        write("7/stat", "7 (a ) name) S 1 7 7 0 -1 0 0 0 0 0 150 50 0 0 20 0 1 0\n");
        write("7/status", "Name:\tx\nVmRSS:\t    2048 kB\n");
        HostProcess process = new HostProcess(folder, 7);

        assertThat(process.cpu()).contains(Duration.ofSeconds(2));
        assertThat(process.memoryBytes()).hasValue(2048 * 1024);
    }

    @Test
    void aMonitorLooksAtLeastOnceAndTellsWhatItSaw() throws IOException, InterruptedException {
        try (ScriptedGateway server = new ScriptedGateway();
                Gateway gateway = server.client()) {
            Usage usage = Monitor.start(gateway, ProcessHandle.current().pid()).stop();

            assertThat(usage.containers()).containsExactlyInAnyOrder("c1", "c2");
            assertThat(usage.peakMemory()).isEqualTo(5000);
            assertThat(usage.meanMemory()).isEqualTo(5000);
            assertThat(usage.containerSeconds()).isPositive();
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
