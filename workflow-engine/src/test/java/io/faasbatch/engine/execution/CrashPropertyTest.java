package io.faasbatch.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.execution.MemoryStore.Fault;
import io.faasbatch.engine.execution.World.Answer;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Whatever dies, and whenever: an execution ends as it would have ended otherwise, and what had finished is not done again. */
final class CrashPropertyTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SEEDS = 60;

    private record Result(ExecutionStatus status, String output, String error, String steps) {}

    @Test
    void aDeathAtAnyCheckpointChangesNothing() throws Exception {
        for (long seed = 0; seed < SEEDS; seed++) {
            World calm = world(seed);
            Result expected = run(calm, seed);
            for (int at = 0; at < calm.store().checkpoints(); at++) {
                for (Fault fault : List.of(Fault.DIES_BEFORE, Fault.DIES_AFTER)) {
                    World world = world(seed);
                    List<Fault> faults = new ArrayList<>(
                            Stream.generate(() -> Fault.NONE).limit(at).toList());
                    faults.add(fault);
                    world.store().faults(faults);
                    assertThat(run(world, seed))
                            .as("seed %d, %s %d", seed, fault, at)
                            .isEqualTo(expected);
                    assertThat(world.violations())
                            .as("seed %d, %s %d", seed, fault, at)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void manyDeathsAndOutagesChangeNothing() throws Exception {
        Fault[] all = Fault.values();
        for (long seed = 0; seed < 4 * SEEDS; seed++) {
            Result expected = run(world(seed), seed);
            World world = world(seed);
            Random random = new Random(seed);
            world.store()
                    .faults(new ArrayList<>(
                            Stream.generate(() -> random.nextInt(3) > 0 ? Fault.NONE : all[random.nextInt(all.length)])
                                    .limit(60)
                                    .toList()));
            assertThat(run(world, seed)).as("seed %d", seed).isEqualTo(expected);
            assertThat(world.violations()).as("seed %d", seed).isEmpty();
        }
    }

    private static World world(long seed) {
        World world = new World();
        world.functions(name -> request -> answer(name, request, seed));
        return world;
    }

    private static Result run(World world, long seed) throws InterruptedException {
        var random = new RandomWorkflow(seed);
        Workflow root = random.root();
        world.define("child", random.child());
        Execution ended = world.run(root, JSON.readTree("{\"seed\": " + seed + "}"));
        String steps = ended.steps().stream()
                .filter(step -> ended.status() == ExecutionStatus.SUCCEEDED)
                .map(step -> step.name() + " " + step.status() + " " + step.output())
                .sorted()
                .collect(Collectors.joining("\n"));
        String error = ended.error() == null ? "" : ended.error().type();
        return new Result(ended.status(), String.valueOf(ended.output()), error, steps);
    }

    /** What fails once fails whichever attempt it is; what works does so only at a later attempt, for some steps. */
    private static Answer answer(String name, InvocationRequest request, long seed) {
        String path = request.context().step().orElseThrow();
        int chance = Math.floorMod((path + seed).hashCode(), 100);
        if (name.equals("fails") && chance < 60) {
            return Answer.failure("ValueError");
        }
        return Answer.of(JSON.valueToTree(
                        path + Math.floorMod(request.input().toString().hashCode(), 1000)))
                .after(Duration.ofMillis(chance * 10L));
    }
}
