package io.faasbatch.experiments.monitor;

import java.nio.file.Path;

/** Where a monitor reads what the machine counts. */
record Sources(Path proc, Cgroups cgroups, HostProcess worker, HostCounters host) {

    /** @param workerPid the process of the worker on this machine */
    static Sources ofMachine(long workerPid) {
        return at(Path.of("/proc"), Path.of("/sys/fs/cgroup"), workerPid);
    }

    static Sources at(Path proc, Path cgroups, long workerPid) {
        return new Sources(proc, new Cgroups(cgroups), new HostProcess(proc, workerPid), new HostCounters(proc));
    }
}
