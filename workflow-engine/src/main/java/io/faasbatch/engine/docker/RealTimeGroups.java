package io.faasbatch.engine.docker;

import io.faasbatch.engine.container.RealTime;
import io.faasbatch.engine.container.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts all threads of a container into the real-time class and back, on a machine whose containers this process sees.
 *
 * <p>Kernels that give real-time work by control groups (version 1, {@code cpu.rt_runtime_us}) give containers none, and what a group gets is taken from all
 * cores alike: a container that got a half could use a half of each core, never all of one. So the processes of a container whose turn it is are lent to
 * one group, which all those share and which may use nine tenths of every core; the rest stays for everybody else, in portions so small that the
 * worker is never kept waiting for longer than a period.
 */
final class RealTimeGroups implements RealTime {

    private static final Logger LOG = LoggerFactory.getLogger(RealTimeGroups.class);

    private static final String GROUP = "faasbatch-filter";
    private static final int PERIOD_MICROS = 5_000;
    private static final int RUNTIME_MICROS = 4_500;

    /** A container may start threads while it is gone through: after so many times what is left is theirs that end at once. */
    private static final int PASSES = 3;

    private final ControlGroups groups;

    RealTimeGroups(ControlGroups groups) {
        this.groups = groups;
    }

    /** Tries it on a thread that does nothing and ends. */
    @Override
    public Optional<String> refusal() {
        CompletableFuture<Optional<String>> tried = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("real-time-trial").start(() -> {
            try {
                tried.complete(trial());
            } catch (RuntimeException | LinkageError e) {
                tried.complete(Optional.of("this system has no scheduling classes that can be used: " + e));
            }
        });
        return tried.join();
    }

    private Optional<String> trial() {
        if (!groups.mayBeWritten()) {
            return Optional.of("the control groups of containers cannot be changed under " + groups.tree("cpu")
                    + "; the worker has to run as root, on the machine of the Docker Engine");
        }
        try {
            String thread =
                    Path.of("/proc/thread-self").toRealPath().getFileName().toString();
            if (needsGroup()) {
                Files.writeString(group().resolve("tasks"), thread);
            }
            int error = SchedulingClass.set(Integer.parseInt(thread), SchedulingClass.FIFO);
            return error == SchedulingClass.DONE ? Optional.empty() : Optional.of(denied(error));
        } catch (IOException e) {
            return Optional.of("a control group with real-time work cannot be used: " + e
                    + "; the worker has to run as root, and "
                    + groups.tree("cpu").resolve("cpu.rt_runtime_us")
                    + " has to leave " + RUNTIME_MICROS + " of " + PERIOD_MICROS + " microseconds");
        }
    }

    private static String denied(int error) {
        return "the kernel refuses the real-time class (error " + error
                + "); the worker has to run as root or with CAP_SYS_NICE, and /proc/sys/kernel/sched_rt_runtime_us must not be 0";
    }

    /** Takes the group away, unless another worker's containers are in it. */
    void leave() {
        if (needsGroup()) {
            try {
                Files.deleteIfExists(groups.tree("cpu").resolve(GROUP));
            } catch (IOException e) {
                LOG.debug("The group {} stays: {}", GROUP, e.toString());
            }
        }
    }

    private boolean needsGroup() {
        return groups.isVersion1() && Files.exists(groups.tree("cpu").resolve("cpu.rt_runtime_us"));
    }

    /** Other workers of the machine use it too. */
    private Path group() throws IOException {
        Path group = groups.tree("cpu").resolve(GROUP);
        Path runtime = group.resolve("cpu.rt_runtime_us");
        if (!Files.isDirectory(group)) {
            Files.createDirectories(group);
        }
        if (Files.readString(runtime).strip().equals("0")) {
            Files.writeString(group.resolve("cpu.rt_period_us"), Integer.toString(PERIOD_MICROS));
            Files.writeString(runtime, Integer.toString(RUNTIME_MICROS));
        }
        return group;
    }

    @Override
    public void first(String nativeId) {
        try {
            lend(nativeId);
            try {
                change(nativeId, SchedulingClass.FIFO);
            } catch (SandboxException e) {
                LOG.debug("Container {} had a process that was not moved yet: {}", nativeId, e.getMessage());
                lend(nativeId);
                change(nativeId, SchedulingClass.FIFO);
            }
        } catch (IOException e) {
            throw new SandboxException("it cannot be lent to the real-time group: " + e, e);
        }
    }

    /** What a process forks while it is being moved may stay behind. */
    private void lend(String nativeId) throws IOException {
        if (needsGroup()) {
            Path lent = group();
            for (int pass = 0; pass < PASSES; pass++) {
                move(nativeId, lent);
            }
        }
    }

    @Override
    public void normal(String nativeId) {
        try {
            change(nativeId, SchedulingClass.OTHER);
            Optional<Path> own = groups.ofContainer("cpu", nativeId);
            if (needsGroup() && own.isPresent()) {
                move(nativeId, own.get());
            }
        } catch (IOException e) {
            throw new SandboxException("it cannot be given back its own group: " + e, e);
        }
    }

    /** Real-time threads are never in a group without real-time work: they are moved before they become so, and after. */
    private void move(String nativeId, Path group) throws IOException {
        for (String process : listed(nativeId, "cgroup.procs")) {
            try {
                Files.writeString(group.resolve("cgroup.procs"), process);
            } catch (IOException e) {
                if (Files.exists(Path.of("/proc", process))) {
                    throw e;
                }
                LOG.trace("Process {} has ended", process);
            }
        }
    }

    /** What a thread starts has its class: each pass finds only what was started during the one before by those it had not reached. */
    private void change(String nativeId, int schedulingClass) throws IOException {
        for (int pass = 0; pass < PASSES; pass++) {
            for (String thread : listed(nativeId, groups.isVersion1() ? "tasks" : "cgroup.threads")) {
                int error = SchedulingClass.set(Integer.parseInt(thread), schedulingClass);
                if (error != SchedulingClass.DONE && error != SchedulingClass.GONE) {
                    throw new SandboxException("thread " + thread + ": " + denied(error), null);
                }
            }
        }
    }

    /** Of a tree in which nobody moves them. */
    private List<String> listed(String nativeId, String file) throws IOException {
        Optional<Path> own = groups.ofContainer("pids", nativeId);
        if (own.isEmpty()) {
            return List.of();
        }
        try {
            return Files.readAllLines(own.get().resolve(file));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
