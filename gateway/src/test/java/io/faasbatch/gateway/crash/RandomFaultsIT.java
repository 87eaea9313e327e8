package io.faasbatch.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.gateway.Waiting;
import io.faasbatch.gateway.it.DockerCli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many executions on three workers to which faults happen at random: every one of them gives the right result, and no finished step runs again. */
final class RandomFaultsIT {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int EXECUTIONS = Integer.getInteger("faults.executions", 1000);
    private static final int WORKERS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final int KILL_WORKER_MILLIS = 4000;
    private static final int KILL_CONTAINER_MILLIS = 5000;

    @TempDir
    Path folder;

    private final Faults faults = new Faults(SEED);
    private final History history = new History();
    private final Random random = faults.ofWorkers();
    private final List<FaultyWorker> workers = new ArrayList<>();
    private int started;
    private int workersKilled;
    private int containersKilled;

    @Test
    void aThousandExecutionsGiveTheRightResultWhateverDies() {
        System.out.println("-Dseed=" + SEED);
        List<String> wrong;
        try (OwnRedis redis = OwnRedis.start(folder);
                WorkerInTest observer =
                        WorkerInTest.prepare(folder.resolve("observer"), redis.uri(), Decorations.NONE)) {
            Samples.deploy(observer);
            TenStepRuns runs = new TenStepRuns(observer.part(ExecutionStore.class));
            try {
                for (int i = 0; i < WORKERS; i++) {
                    startWorker(redis);
                }
                // What happens to an execution depends on its id.
                runs.accept("faults-", EXECUTIONS, faults::failures);
                disturbUntilAllHaveEnded(redis, runs);
                wrong = runs.wrong();
                Waiting.until("nothing to be due", LIMIT, () -> redis.due().isEmpty());
            } finally {
                workers.forEach(FaultyWorker::close);
            }
        }
        System.out.println(EXECUTIONS + " executions, " + workersKilled + " workers and " + containersKilled
                + " containers killed, " + history.summary());
        assertThat(wrong).as("-Dseed=" + SEED).isEmpty();
        assertThat(history.violations).as("-Dseed=" + SEED).isEmpty();
    }

    private void startWorker(OwnRedis redis) {
        FaultyWorker worker = new FaultyWorker(folder.resolve("worker-" + started++), redis.uri(), faults, history);
        worker.begin();
        workers.add(worker);
    }

    private void disturbUntilAllHaveEnded(OwnRedis redis, TenStepRuns runs) {
        long end = System.nanoTime() + LIMIT.toNanos();
        long nextWorker = in(KILL_WORKER_MILLIS);
        long nextContainer = in(KILL_CONTAINER_MILLIS);
        for (List<ExecutionId> open = runs.open(); !open.isEmpty(); open = runs.open()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(open.size() + " executions did not end: " + open + "; -Dseed=" + SEED);
            }
            if (System.nanoTime() > nextWorker) {
                replaceWorker(redis);
                nextWorker = in(KILL_WORKER_MILLIS);
            }
            if (System.nanoTime() > nextContainer) {
                killContainer();
                nextContainer = in(KILL_CONTAINER_MILLIS);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Around that time from now. */
    private long in(int millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis / 2 + random.nextInt(millis));
    }

    private void replaceWorker(OwnRedis redis) {
        FaultyWorker victim = workers.remove(random.nextInt(workers.size()));
        victim.kill();
        workersKilled++;
        startWorker(redis);
        Thread.ofVirtual().name("bury").start(victim::close);
    }

    private void killContainer() {
        String worker = workers.get(random.nextInt(workers.size()))
                .worker()
                .part(WorkerInfo.class)
                .id();
        List<String> containers = DockerCli.containersOf(worker);
        if (!containers.isEmpty() && DockerCli.kill(containers.getFirst())) {
            containersKilled++;
        }
    }
}
