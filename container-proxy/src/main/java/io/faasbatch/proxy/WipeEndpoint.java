package io.faasbatch.proxy;

import io.faasbatch.proxy.runtime.RuntimeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * {@code POST /wipe}: takes the function out of the container, which then is as it was when it was new: every process but this program's ended, everything
 * that can be written to emptied, no credentials kept. Possible only where none of the function's code ran in this program itself.
 */
final class WipeEndpoint {

    /** Where an unprivileged process of a container with a read-only root may leave files. */
    private static final List<Path> WRITABLE = List.of(Path.of("/tmp"), Path.of("/dev/shm"), Path.of("/dev/mqueue"));

    /** Shared memory, semaphores and queues that live without a process. */
    private static final List<Path> SHARED =
            List.of(Path.of("/proc/sysvipc/shm"), Path.of("/proc/sysvipc/sem"), Path.of("/proc/sysvipc/msg"));

    private static final int ROUNDS = 100;
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final FunctionSlot slot;
    private final List<RuntimeLoader> loaders;
    private final boolean contained;
    private final Path codeDir;

    WipeEndpoint(FunctionSlot slot, List<RuntimeLoader> loaders, ProxyConfig config) {
        this.slot = slot;
        this.loaders = List.copyOf(loaders);
        this.contained = config.contained();
        this.codeDir = config.codeDir();
    }

    /** When it fails half way the slot stays claimed: the container can only be removed. */
    void handle() throws IOException, RefusedException {
        RuntimeLoader loader = loader(slot.require().runtimeName());
        if (!contained || !loader.leavesNothing()) {
            throw new RefusedException(409, "CannotWipe", "functions of this container cannot be taken out again");
        }
        slot.takeOut().close();
        endProcesses();
        for (Path directory : WRITABLE) {
            Directories.empty(directory);
        }
        Directories.empty(codeDir);
        checkShared();
        loader.renew();
        slot.release();
    }

    private RuntimeLoader loader(String runtime) {
        return loaders.stream()
                .filter(loader -> loader.runtime().equals(runtime))
                .findFirst()
                .orElseThrow();
    }

    /** Again and again, since what is about to die may still start others. */
    private static void endProcesses() throws RefusedException {
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessHandle> others = others().toList();
            if (others.isEmpty()) {
                return;
            }
            others.forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new RefusedException(500, "CannotWipe", "processes of the function do not end");
    }

    /** All but this program and the container's first process, which reaps. */
    private static Stream<ProcessHandle> others() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses().filter(process -> process.pid() != self && process.pid() != 1);
    }

    private static void checkShared() throws IOException, RefusedException {
        for (Path table : SHARED) {
            if (Files.isReadable(table) && Files.readAllLines(table).size() > 1) {
                throw new RefusedException(500, "CannotWipe", "the function left shared memory or queues: " + table);
            }
        }
    }
}
