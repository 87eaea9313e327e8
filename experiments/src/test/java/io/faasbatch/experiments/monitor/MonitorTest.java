package io.faasbatch.experiments.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.api.ScriptedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    @Test
    void residentMemoryAndProcessesAreReadInBothVersions() throws IOException {
        write("memory/docker/c1/memory.stat", "total_rss 4000\ntotal_mapped_file 500\n");
        write("memory/docker/c1/cgroup.procs", "11\n12\n");
        write("system.slice/docker-c2.scope/memory.stat", "anon 3000\nfile_mapped 50\n");
        write("system.slice/docker-c2.scope/cgroup.procs", "21\n");
        Cgroups cgroups = new Cgroups(folder);

        assertThat(cgroups.residentBytes("c1")).hasValue(4500);
        assertThat(cgroups.processes("c1")).containsExactly("11", "12");
        assertThat(cgroups.residentBytes("c2")).hasValue(3050);
        assertThat(cgroups.processes("c2")).containsExactly("21");
        assertThat(cgroups.residentBytes("gone")).isEmpty();
        assertThat(cgroups.processes("gone")).isEmpty();
    }

    @Test
    void sharedMemoryIsDividedAmongProcessesAndThoseThatAreGoneCountNothing() throws IOException {
        write("11/smaps_rollup", "55-7f ---p 0 00:00 0 [rollup]\nRss:  90 kB\nPss:    3 kB\nPss_Anon:   1 kB\n");
        write("12/smaps_rollup", "55-7f ---p 0 00:00 0 [rollup]\nRss:  90 kB\nPss:    4 kB\n");
        Map<String, List<String>> processes = Map.of("d1", List.of("11", "12", "13"), "d2", List.of("13"));
        ProportionalMemory memory = new ProportionalMemory(folder, id -> processes.getOrDefault(id, List.of()));

        assertThat(memory.look(processes.keySet())).containsOnly(Map.entry("d1", 7 * 1024L));
        assertThat(memory.total()).hasValue(7 * 1024L);
        assertThat(memory.look(Set.of())).isEmpty();
        assertThat(memory.total()).isEmpty();
    }

    @Test
    void whatTheMachineReceivesAndWritesIsCountedOnce() throws IOException {
        write("net/dev", """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
                    lo: 999 1 0 0 0 0 0 0 999 1
                  eth0: 100 1 0 0 0 0 0 0 5 1
                docker0:50 1 0 0 0 0 0 0 5 1
                """);
        write("diskstats", """
                   7       0 loop0 1 1 1 1 1 1 1 1 0 0 0
                 259       0 nvme0n1 1 1 1 1 1 1 10 1 0 0 0
                 259       1 nvme0n1p1 1 1 1 1 1 1 10 1 0 0 0
                   8       0 sda 1 1 1 1 1 1 5 1 0 0 0
                """);
        HostCounters host = new HostCounters(folder);

        assertThat(host.netReceived()).hasValue(150);
        assertThat(host.diskWritten()).hasValue(15 * 512);
        assertThat(new HostCounters(folder.resolve("none")).netReceived()).isEmpty();
    }

    @Test
    void eachLookIsASampleOfTheSystemAndOneOfEachContainer() throws IOException, InterruptedException {
        Path proc = folder.resolve("proc");
        Path groups = folder.resolve("cgroup");
        write("cgroup/cpuacct/docker/d1/cpuacct.usage", "1000000000\n");
        write("cgroup/memory/docker/d1/memory.stat", "total_rss 4000\ntotal_mapped_file 0\n");
        write("cgroup/memory/docker/d1/cgroup.procs", "11\n");
        write("proc/11/smaps_rollup", "Pss:    2 kB\n");
        write("proc/7/stat", "7 (x) S 1 7 7 0 -1 0 0 0 0 0 150 50 0 0 20 0 1 0\n");
        write("proc/7/status", "VmRSS:\t    8 kB\n");
        try (ScriptedGateway server = new ScriptedGateway();
                Gateway gateway = server.client()) {
            Monitor monitor = Monitor.start(gateway, Sources.at(proc, groups, 7), Monitor.INTERVAL);
            write("cgroup/cpuacct/docker/d1/cpuacct.usage", "3000000000\n");
            monitor.stop();

            SystemSample last = monitor.samples().getLast();
            assertThat(last.containers()).isEqualTo(2);
            assertThat(last.containersCreated()).isEqualTo(2);
            assertThat(last.inFlight()).isEqualTo(3);
            assertThat(last.queueLength()).hasValue(7);
            assertThat(last.meanBatchSize()).hasValue(4);
            assertThat(last.containerRss()).hasValue(4000);
            assertThat(last.containerPss()).hasValue(2048);
            assertThat(last.workerRss()).hasValue(8192);
            assertThat(last.workerCores()).hasValue(0);
            assertThat(last.netReceivePerSecond()).isEmpty();
            assertThat(monitor.samples())
                    .anyMatch(sample -> sample.containerCores().orElse(0) > 0);
            assertThat(monitor.containerSamples()).hasSize(2 * monitor.samples().size());
            assertThat(monitor.containerSamples().getFirst().function()).isEqualTo("f");
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
