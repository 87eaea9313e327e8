package io.faasbatch.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.Checkpoint;
import io.faasbatch.engine.execution.Execution;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.execution.Ownership;
import io.faasbatch.engine.execution.StepRecord;
import io.faasbatch.engine.execution.StepStatus;
import io.faasbatch.gateway.Waiting;
import io.faasbatch.gateway.it.DockerCli;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker is killed with SIGKILL at every checkpoint of a workflow of thirty steps, before it was written and after, and another one finishes.
 *
 * <p>A run without kills says what the checkpoints are. Then every kill point gets an execution of its own, which stands still where its id says. A victim
 * process runs several at a time, so that not each of them costs the start of a JVM and a container; when all of its executions stand still, it is killed.
 */
final class KillPointsIT {

    /** Kill points of one process; {@code -Dkills.per.process=1} for a process each. */
    private static final int PER_PROCESS = Integer.getInteger("kills.per.process", 16);

    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static OwnRedis redis;
    private static Ledger ledger;
    private static WorkerInTest standby;
    private static ExecutionStore store;
    private static final Set<String> VICTIMS = new HashSet<>();
    private static final Gate GATE = new Gate();
    private static final List<Checkpoint> CHECKPOINTS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        redis = OwnRedis.start(folder);
        ledger = new Ledger(folder.resolve("ledger"));
        Decorations decorations = Decorations.NONE
                .withQueue(GATE::around)
                .withInvoker(ledger::watching)
                .withStore(Recording::new);
        standby = WorkerInTest.prepare(folder.resolve("standby"), redis.uri(), decorations);
        Samples.deploy(standby);
        standby.begin();
        store = standby.part(ExecutionStore.class);
    }

    @AfterAll
    static void stop() {
        standby.close();
        VICTIMS.forEach(KillPointsIT::removeContainersOf);
        redis.close();
    }

    @Test
    void aWorkerKilledAtAnyCheckpointIsFollowedByOneThatFinishes() {
        List<KillPoint> points = new ArrayList<>();
        for (Moment moment : momentsOfAnUndisturbedRun()) {
            points.add(new KillPoint(true, moment));
            points.add(new KillPoint(false, moment));
        }
        System.out.println(points.size() + " kill points: " + points);

        List<String> faults = new ArrayList<>();
        List<List<KillPoint>> groups = groups(points);
        Victim next = launch(0);
        for (int i = 0; i < groups.size(); i++) {
            Victim victim = next;
            List<ExecutionId> executions = killAll(victim, groups.get(i));
            next = i + 1 < groups.size() ? launch(i + 1) : victim;
            Map<String, Integer> before = ledger.counts();
            Map<ExecutionId, Set<String>> finished =
                    executions.stream().collect(Collectors.toMap(id -> id, KillPointsIT::finishedSteps));
            GATE.set(true);
            for (ExecutionId id : executions) {
                check(id, finished.getOrDefault(id, Set.of()), before, faults);
            }
            GATE.set(false);
        }
        assertThat(faults).isEmpty();
        assertThat(redis.due()).isEmpty();
        Waiting.until(
                "every key of an execution to expire",
                LIMIT,
                () -> redis.keys("fb:{*").isEmpty()
                        && redis.keys("fb:invocation*").isEmpty());
    }

    /** One moment for each checkpoint: what it tells first. */
    private static Set<Moment> momentsOfAnUndisturbedRun() {
        ExecutionId id = ExecutionId.random();
        GATE.set(true);
        Samples.accept(store, id, Samples.THIRTY_STEPS, Samples.number(1));
        Execution ended = awaitEnd(id);
        GATE.set(false);
        assertThat(ended.status()).as(ended.toString()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(ended.output()).isEqualTo(Samples.number(Samples.RESULT_OF_THIRTY_STEPS));
        Set<Moment> told = new HashSet<>();
        List<Moment> moments = new ArrayList<>();
        for (Checkpoint checkpoint : CHECKPOINTS) {
            List<Moment> fresh =
                    Moment.in(checkpoint).stream().filter(told::add).toList();
            fresh.stream().findFirst().ifPresent(moments::add);
        }
        System.out.println(CHECKPOINTS.size() + " checkpoints in an undisturbed run");
        return new java.util.LinkedHashSet<>(moments);
    }

    private static List<List<KillPoint>> groups(List<KillPoint> points) {
        List<List<KillPoint>> groups = new ArrayList<>();
        for (int i = 0; i < points.size(); i += PER_PROCESS) {
            groups.add(points.subList(i, Math.min(points.size(), i + PER_PROCESS)));
        }
        return groups;
    }

    /** The one before may still be dying when the next starts: they take turns with two homes. */
    private static Victim launch(int number) {
        return Victim.launch(folder.resolve(number % 2 == 0 ? "a" : "b"), redis.uri(), ledger);
    }

    private static List<ExecutionId> killAll(Victim victim, List<KillPoint> points) {
        List<ExecutionId> executions =
                points.stream().map(KillPoint::executionId).toList();
        executions.forEach(id -> Samples.accept(store, id, Samples.THIRTY_STEPS, Samples.number(1)));
        victim.begin();
        for (ExecutionId id : executions) {
            Waiting.until(id + " to reach its kill point", LIMIT, () -> victim.stands(id.value()));
        }
        victim.kill();
        VICTIMS.add(victim.id());
        return executions;
    }

    private static Set<String> finishedSteps(ExecutionId id) {
        return store.find(id).orElseThrow().steps().stream()
                .filter(step -> step.status() != StepStatus.PENDING && step.status() != StepStatus.RUNNING)
                .map(StepRecord::name)
                .collect(Collectors.toSet());
    }

    private static void check(ExecutionId id, Set<String> finished, Map<String, Integer> before, List<String> faults) {
        Execution ended = awaitEnd(id);
        if (ended.status() != ExecutionStatus.SUCCEEDED
                || !Samples.number(Samples.RESULT_OF_THIRTY_STEPS).equals(ended.output())) {
            faults.add(id + " ended wrong: " + ended.status() + " " + ended.output() + " " + ended.error());
        }
        Map<String, Integer> after = ledger.counts();
        for (String step : finished) {
            String invocation = id + ":" + step;
            int again = after.getOrDefault(invocation, 0) - before.getOrDefault(invocation, 0);
            if (again > 0) {
                faults.add(invocation + " had finished, and was begun again " + again + " times");
            }
        }
    }

    private static Execution awaitEnd(ExecutionId id) {
        Waiting.until(
                id + " to end",
                LIMIT,
                () -> status(id).filter(ExecutionStatus::ended).isPresent());
        return store.find(id).orElseThrow();
    }

    private static Optional<ExecutionStatus> status(ExecutionId id) {
        return store.find(id).map(Execution::status);
    }

    private static void removeContainersOf(String worker) {
        for (String container : DockerCli.containersOf(worker)) {
            DockerCli.run("rm", "-f", container);
        }
    }

    /** Remembers the checkpoints of the run without kills. */
    private static final class Recording extends ForwardingStore {

        Recording(ExecutionStore store) {
            super(store);
        }

        @Override
        public void checkpoint(Ownership owner, Checkpoint change) {
            super.checkpoint(owner, change);
            if (KillPoint.of(owner.execution()).isEmpty()) {
                CHECKPOINTS.add(change);
            }
        }
    }
}
