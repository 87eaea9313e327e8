package io.faasbatch.engine.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasbatch.engine.definition.InvalidDefinitionException;
import io.faasbatch.engine.execution.World.Answer;
import io.faasbatch.engine.invocation.InvocationRequest;
import io.faasbatch.engine.workflow.Workflow;
import io.faasbatch.engine.workflow.WorkflowName;
import io.faasbatch.engine.workflow.WorkflowParser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What each construct of the language does when it runs, and how each error ends, in virtual time. */
final class LanguageTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Workflow, input, and what is expected: {@code SUCCEEDED output}, or {@code FAILED type}; then steps with their status.
     *
     * <p>Functions: {@code echo} gives its input; {@code add} its input and 1; {@code fail} throws a ValueError, {@code crash} and {@code oom} lose their
     * container; {@code flaky} fails twice; {@code slow} takes 50 s.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            # chains, joins and data
            {a: {function: add}, b: {function: add, input: '${ steps.a.output }'}}                         | 1 | SUCCEEDED {"b":3}          | a=SUCCEEDED b=SUCCEEDED
            {a: {function: add}, b: {function: add}, c: {function: echo, input: '${ steps.a.output + steps.b.output }'}} | 1 | SUCCEEDED {"c":4} | c=SUCCEEDED
            {a: {function: echo}, b: {function: echo, after: [a], input: x}, c: {function: echo, after: [a], input: y}, d: {set: ['${ steps.b.output }', '${ steps.c.output }']}} | 1 | SUCCEEDED {"d":["x","y"]} | d=SUCCEEDED
            {a: {function: add, output: {got: '${ result }'}}}                                             | 1 | SUCCEEDED {"a":{"got":2}}  | a=SUCCEEDED
            {a: {set: {x: '${ input.n + 1 }'}}}                                                            | {"n":2} | SUCCEEDED {"a":{"x":3}} | a=SUCCEEDED
            {a: {pass: true, input: '${ input.n }'}}                                                       | {"n":2} | SUCCEEDED {"a":2} | a=SUCCEEDED
            {a: {pass: true}}                                                                              | 1 | SUCCEEDED {"a":null}       | a=SUCCEEDED
            # when
            {a: {function: echo, when: '${ input > 5 }'}, b: {function: echo, input: '${ steps.a.output }'}} | 1 | SUCCEEDED {"b":null}     | a=SKIPPED b=SUCCEEDED
            {a: {function: echo, when: '${ input > 5 }'}}                                                  | 9 | SUCCEEDED {"a":9}          | a=SUCCEEDED
            # switch
            {s: {switch: [{when: '${ input > 5 }', then: big}, {default: small}]}, big: {set: b}, small: {set: s}, j: {pass: true, after: [big, small], input: '${ [steps.big.output, steps.small.output] }'}} | 9 | SUCCEEDED {"j":["b",null]} | big=SUCCEEDED small=SKIPPED j=SUCCEEDED
            {s: {switch: [{when: '${ input > 5 }', then: big}, {when: '${ input > 0 }', then: [small, other]}]}, big: {set: b}, small: {set: s}, other: {set: o}} | 1 | SUCCEEDED {"big":null,"small":"s","other":"o"} | big=SKIPPED
            {s: {switch: [{when: '${ input > 5 }', then: big}]}, big: {set: b}, next: {function: echo, after: [big]}, last: {function: echo, after: [next, s]}} | 1 | SUCCEEDED {"last":1} | big=SKIPPED next=SKIPPED last=SUCCEEDED
            {s: {when: false, switch: [{default: x}]}, x: {function: echo}}                                | 1 | SUCCEEDED {"x":null}       | s=SKIPPED x=SKIPPED
            # foreach
            {f: {function: add, foreach: '${ input }'}}                                                    | [1,2,3] | SUCCEEDED {"f":[2,3,4]} | f=SUCCEEDED
            {f: {function: add, foreach: '${ input }'}}                                                    | []      | SUCCEEDED {"f":[]}      | f=SUCCEEDED
            {f: {function: add, foreach: '${ input }', maxParallel: 1}}                                    | [1,2,3] | SUCCEEDED {"f":[2,3,4]} | f=SUCCEEDED
            {f: {function: add, foreach: '${ input }'}}                                                    | {"x":1,"y":2} | SUCCEEDED {"f":{"x":2,"y":3}} | f=SUCCEEDED
            {f: {foreach: '${ input }', function: echo, input: ['${ key }', '${ index }']}}                | {"x":1} | SUCCEEDED {"f":{"x":["x",0]}} | f=SUCCEEDED
            {f: {foreach: '${ input }', steps: {g: {function: add, foreach: '${ item }'}, h: {set: '${ $sum(steps.g.output) }'}}, output: '${ result.h }'}} | [[1,2],[3]] | SUCCEEDED {"f":[5,4]} | f=SUCCEEDED
            {f: {function: echo, foreach: '${ input }'}}                                                   | 7       | FAILED BadForeach      | f=FAILED
            {f: {function: fail, foreach: '${ input }'}}                                                   | [1]     | FAILED ValueError      | f=FAILED
            {f: {function: flaky, foreach: '${ input }', retry: {attempts: 3}}}                            | [1,2]   | SUCCEEDED {"f":[1,2]}  | f=SUCCEEDED
            # nested, parallel, sub-workflow
            {n: {steps: {a: {function: add}, b: {function: add, input: '${ steps.a.output }'}}}}           | 1 | SUCCEEDED {"n":{"b":3}}    | n=SUCCEEDED n.a=SUCCEEDED
            {o: {set: 5}, n: {steps: {a: {function: add, input: '${ steps.o.output }'}}}}                  | 1 | SUCCEEDED {"n":{"a":6}}    | n.a=SUCCEEDED
            {n: {input: 7, steps: {a: {function: add}}}}                                                   | 1 | SUCCEEDED {"n":{"a":8}}    | n.a=SUCCEEDED
            {p: {parallel: {l: {function: add}, r: {set: x}}}}                                             | 1 | SUCCEEDED {"p":{"l":2,"r":"x"}} | p.l=SUCCEEDED
            {p: {parallel: {l: {function: add, when: false}, r: {set: x}}}}                                | 1 | SUCCEEDED {"p":{"l":null,"r":"x"}} | p.l=SKIPPED
            {w: {workflow: child, input: {n: 4}}}                                                          | 1 | SUCCEEDED {"w":{"twice":8}} | w=SUCCEEDED w.d=SUCCEEDED
            {w: {workflow: gone}}                                                                          | 1 | FAILED WorkflowNotFound    | w=FAILED
            {w: {workflow: endless}}                                                                       | 1 | FAILED TooDeep             | w=FAILED
            {n: {steps: {a: {function: fail}}, retry: {attempts: 3}}}                                      | 1 | FAILED ValueError          | n=FAILED
            {n: {steps: {a: {function: flaky}}, retry: {attempts: 3}}}                                     | 1 | SUCCEEDED {"n":{"a":1}}    | n=SUCCEEDED
            # wait, fail, succeed
            {a: {wait: 5s}, b: {set: x, after: [a]}}                                                       | 1 | SUCCEEDED {"b":"x"}        | a=SUCCEEDED
            {a: {wait: '${ input }'}}                                                                      | 2 | SUCCEEDED {"a":null}       | a=SUCCEEDED
            {a: {wait: '${ input }'}}                                                                      | "soon" | FAILED ExpressionError | a=FAILED
            {a: {wait: {until: '2026-01-01T00:05:00Z'}}}                                                   | 1 | SUCCEEDED {"a":null}       | a=SUCCEEDED
            {a: {fail: {type: TooSmall, message: 'only ${ input }'}}}                                      | 1 | FAILED TooSmall            | a=FAILED
            {a: {succeed: early}, b: {function: slow}}                                                     | 1 | SUCCEEDED "early"          | a=SUCCEEDED
            {n: {steps: {a: {succeed: early}, b: {function: slow}}}, c: {function: echo, input: '${ steps.n.output }'}} | 1 | SUCCEEDED {"c":"early"} | n=SUCCEEDED
            # errors
            {a: {function: fail}}                                                                          | 1 | FAILED ValueError          | a=FAILED
            {a: {function: crash}}                                                                         | 1 | FAILED ContainerCrashed    | a=FAILED
            {a: {function: oom}}                                                                           | 1 | FAILED OutOfMemory         | a=FAILED
            {a: {function: err-inputtoolarge}}                                                             | 1 | FAILED InputTooLarge       | a=FAILED
            {a: {function: err-outputtoolarge}}                                                            | 1 | FAILED OutputTooLarge      | a=FAILED
            {a: {function: err-invalidinput}}                                                              | 1 | FAILED InvalidInput        | a=FAILED
            {a: {function: err-invalidoutput}}                                                             | 1 | FAILED InvalidOutput       | a=FAILED
            {a: {function: err-valuemissing}}                                                              | 1 | FAILED ValueMissing        | a=FAILED
            {a: {function: err-cancelled}}                                                                 | 1 | FAILED Cancelled           | a=FAILED
            {a: {function: err-inputtoolarge, catch: {on: [InputTooLarge], then: h}}, h: {set: caught}}    | 1 | SUCCEEDED {"h":"caught"}   | a=FAILED
            {a: {function: err-inputtoolarge, retry: {attempts: 3, on: [FunctionError]}}}                  | 1 | FAILED InputTooLarge       | a=FAILED
            {f: {function: echo, foreach: '${ [1..1001] }'}}                                               | 1 | FAILED ForeachTooLarge     | f=FAILED
            {a: {function: missing}}                                                                       | 1 | FAILED FunctionNotFound    | a=FAILED
            {a: {function: slow, timeout: 2s}}                                                             | 1 | FAILED Timeout             | a=FAILED
            {a: {function: flaky, retry: {attempts: 2}}}                                                   | 1 | FAILED ValueError          | a=FAILED
            {a: {function: flaky, retry: {attempts: 3}}}                                                   | 1 | SUCCEEDED {"a":1}          | a=SUCCEEDED
            {a: {function: flaky, retry: {attempts: 3, on: [FunctionError]}}}                              | 1 | SUCCEEDED {"a":1}          | a=SUCCEEDED
            {a: {function: flaky, retry: {attempts: 3, on: [ValueError]}}}                                 | 1 | SUCCEEDED {"a":1}          | a=SUCCEEDED
            {a: {function: flaky, retry: {attempts: 3, on: [Timeout]}}}                                    | 1 | FAILED ValueError          | a=FAILED
            {a: {function: crash, retry: {attempts: 3, on: [FunctionError]}}}                              | 1 | FAILED ContainerCrashed    | a=FAILED
            {a: {function: echo, input: '${ $number(input) }'}}                                            | "x" | FAILED ExpressionError   | a=FAILED
            {a: {function: echo, output: '${ $number(result) }'}}                                          | "x" | FAILED ExpressionError   | a=FAILED
            {n: {steps: {a: {function: slow}}, timeout: 5s}}                                               | 1 | FAILED Timeout             | n=FAILED n.a=CANCELLED
            {n: {steps: {a: {function: slow}}, timeout: 5s, retry: {attempts: 2}}}                         | 1 | FAILED Timeout             | n=FAILED
            # catch
            {a: {function: fail, catch: {then: h}}, h: {set: '${ steps.a.error.type }'}, z: {function: echo, after: [a]}} | 1 | SUCCEEDED {"h":"ValueError","z":null} | a=FAILED h=SUCCEEDED z=SKIPPED
            {a: {function: echo, catch: {then: h}}, h: {set: x}, z: {function: echo, after: [a]}}          | 1 | SUCCEEDED {"h":null,"z":1} | h=SKIPPED
            {a: {function: fail, catch: [{on: [Timeout], then: h}, {on: [FunctionError], then: g}]}, h: {set: h}, g: {set: g}} | 1 | SUCCEEDED {"h":null,"g":"g"} | h=SKIPPED g=SUCCEEDED
            {a: {function: fail, catch: [{on: [Timeout], then: h}]}, h: {set: h}}                          | 1 | FAILED ValueError          | a=FAILED
            {a: {function: fail, catch: {then: h}}, h: {set: h}, z: {set: done, after: [a, h]}}            | 1 | SUCCEEDED {"z":"done"}     | z=SUCCEEDED
            {n: {steps: {a: {function: fail}}, catch: {then: h}}, h: {set: '${ steps.n.error.message }'}}  | 1 | SUCCEEDED {"h":"step a: because"} | n=FAILED
            {n: {function: fail, foreach: '${ [1,2] }', catch: {then: h}}, h: {set: ok}}                   | 1 | SUCCEEDED {"h":"ok"}       | n=FAILED
            """)
    void doesWhatItSays(String steps, String input, String expected, String states) throws Exception {
        World world = world();
        Execution ended = world.run(parse("steps: " + steps + "\n"), JSON.readTree(input));
        String result = ended.error() == null
                ? ended.status() + " " + ended.output()
                : ended.status() + " " + ended.error().type();
        assertThat(result).as(String.valueOf(ended.error())).isEqualTo(expected);
        assertThat(states(ended)).containsAllEntriesOf(entries(states));
        assertThat(world.violations()).isEmpty();
    }

    @Test
    void anExecutionEndsAtItsDeadlineAndNothingOutlivesIt() throws Exception {
        World world = world();
        Execution ended = world.run(
                parse("steps: {n: {steps: {a: {function: slow}}}, b: {function: slow}}\ntimeout: 3s"), JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(world.cancelled()).containsExactlyInAnyOrder("n.a", "b");
        assertThat(world.now()).isEqualTo(World.START.plusSeconds(3));
        assertThat(world.invoked()).allMatch(request -> !request.deadline().isAfter(World.START.plusSeconds(3)));
    }

    @Test
    void onFailureRunsOnceAndSeesTheErrorAndWhatHadEnded() throws Exception {
        World world = world();
        Execution ended = world.run(parse("""
                        steps: {a: {function: add}, b: {function: fail, after: [a]}, c: {function: slow}}
                        onFailure: {function: echo, input: {why: '${ error.type }', a: '${ steps.a.output }', c: '${ steps.c.output }'}}
                        """), JSON.readTree("1"));
        assertThat(ended.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(ended.error()).extracting("type").isEqualTo("ValueError");
        assertThat(world.store().step("onFailure").output())
                .isEqualTo(JSON.readTree("{\"why\":\"ValueError\",\"a\":2,\"c\":null}"));
        assertThat(world.cancelled()).containsExactly("c");
    }

    @Test
    void onFailureRunsAlsoWhenTheTimeIsUp() throws Exception {
        World world = world();
        Execution ended = world.run(
                parse(
                        "steps: {a: {function: slow}}\ntimeout: 2s\nonFailure: {function: echo, input: '${ error.type }'}"),
                JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(world.store().step("onFailure").output()).isEqualTo(JSON.readTree("\"Timeout\""));
    }

    @Test
    void maxParallelIsKept() throws Exception {
        World world = world();
        world.functions(_ -> request -> Answer.of(request.input()).after(Duration.ofSeconds(1)));
        world.run(parse("steps: {f: {function: echo, foreach: '${ input }', maxParallel: 3}}"), numbers(10));
        assertThat(world.now()).isEqualTo(World.START.plusSeconds(4));
    }

    @Test
    void anExecutionThatOnlyWaitsIsParkedAndGoesOnInTime() throws Exception {
        World world = world();
        Workflow workflow = parse("steps: {a: {wait: 2d}, b: {function: echo, after: [a]}}\ntimeout: 3d");
        world.accept(workflow, JSON.readTree("5"));
        world.runOnce(workflow);
        assertThat(world.store().dueAt()).isEqualTo(World.START.plus(Duration.ofDays(2)));
        world.runOnce(workflow);
        assertThat(world.store().execution().output()).isEqualTo(JSON.readTree("{\"b\":5}"));
        assertThat(world.now())
                .isBetween(
                        World.START.plus(Duration.ofDays(2)),
                        World.START.plus(Duration.ofDays(2).plusSeconds(1)));
    }

    @Test
    void aParkedExecutionTimesOutInTime() throws Exception {
        World world = world();
        Execution ended = world.run(parse("steps: {a: {wait: 2d}}\ntimeout: 1h"), JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(ended.endedAt()).isEqualTo(World.START.plus(Duration.ofHours(1)));
    }

    @Test
    void cancelReachesWhatRunsAndWhatWaits() throws Exception {
        World world = world();
        world.at(Duration.ofSeconds(1), () -> ask(world, ExecutionStore.Request.CANCEL));
        Execution ended = world.run(
                parse(
                        "steps: {a: {function: slow}, b: {wait: 20s}, n: {steps: {c: {function: slow}}}, d: {function: echo, after: [a]}}"),
                JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.CANCELLED);
        assertThat(world.cancelled()).containsExactlyInAnyOrder("a", "n.c");
        assertThat(states(ended))
                .containsEntry("a", "CANCELLED")
                .containsEntry("b", "CANCELLED")
                .containsEntry("n.c", "CANCELLED");
        assertThat(world.steps()).doesNotContain("d");
    }

    @Test
    void aPausedExecutionBeginsNothingAndItsTimeStandsStill() throws Exception {
        World world = world();
        world.functions(_ -> request -> Answer.of(request.input()).after(Duration.ofSeconds(5)));
        world.at(Duration.ofSeconds(1), () -> ask(world, ExecutionStore.Request.PAUSE));
        world.at(Duration.ofHours(2), () -> ask(world, ExecutionStore.Request.RESUME));
        Execution ended = world.run(
                parse("steps: {a: {function: echo}, b: {function: echo, after: [a]}}\ntimeout: 1m"), JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        Instant begun = world.store().step("b").startedAt();
        assertThat(begun).isAfterOrEqualTo(World.START.plus(Duration.ofHours(2)));
        assertThat(world.store().step("a").endedAt()).isEqualTo(World.START.plusSeconds(5));
    }

    @Test
    void aRefusalForWantOfRoomIsNoAttempt() throws Exception {
        World world = world();
        world.refuseNext(3);
        Execution ended = world.run(parse("steps: {a: {function: echo}}"), JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(world.store().step("a").attempts()).isEqualTo(1);
        assertThat(world.now()).isEqualTo(World.START.plusSeconds(21).plusMillis(1));
    }

    @Test
    void theIdOfAnInvocationIsTheSameForEveryAttempt() throws Exception {
        World world = world();
        world.run(
                parse("steps: {n: {foreach: '${ [1] }', steps: {a: {function: flaky, retry: {attempts: 3}}}}}"),
                JSON.nullNode());
        assertThat(world.invoked()).extracting(request -> request.id().value()).containsOnly("e1:n.0.a");
        assertThat(world.invoked())
                .extracting(request -> request.context().attempt())
                .containsExactly(1, 2, 3);
    }

    @Test
    void anExecutionGoesOnWithTheVersionOfTheSubWorkflowItBegan() throws Exception {
        World world = world();
        world.at(Duration.ofSeconds(1), () -> world.define("child", parse("child", "steps: {d: {set: new}}", "v2")));
        world.store().faults(new ArrayList<>(List.of(MemoryStore.Fault.NONE, MemoryStore.Fault.DIES_AFTER)));
        Execution ended = world.run(parse("steps: {w: {workflow: slow-child}}"), JSON.readTree("1"));
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(world.store().step("w").version()).isEqualTo("v");
    }

    @Test
    void aGraphOfThousandsOfStepsCostsNoStack() throws Exception {
        String chain = IntStream.range(0, 3000)
                .mapToObj(i -> "  s" + i + ": {set: " + i + (i == 0 ? "}" : ", after: [s" + (i - 1) + "]}"))
                .collect(Collectors.joining("\n", "steps:\n", "\n"));
        World world = world();
        Execution ended = world.run(parse(chain), JSON.nullNode());
        assertThat(ended.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(world.store().checkpoints()).isEqualTo(1);
    }

    private static World world() {
        World world = new World();
        world.functions(name -> request -> answer(name, request));
        world.define(
                "child",
                parse("child", "steps: {d: {set: '${ input.n * 2 }'}}\noutput: {twice: '${ steps.d.output }'}", "v"));
        world.define("slow-child", parse("slow-child", "steps: {d: {function: slow}}", "v"));
        world.define("endless", parse("endless", "steps: {e: {workflow: endless}}", "v"));
        return world;
    }

    /** The engine's own types, by functions whose names are in lower case. */
    private static final List<String> OURS =
            List.of("InputTooLarge", "OutputTooLarge", "InvalidInput", "InvalidOutput", "ValueMissing", "Cancelled");

    private static Answer answer(String name, InvocationRequest request) {
        for (String type : OURS) {
            if (name.equals("err-" + type.toLowerCase(Locale.ROOT))) {
                return Answer.failure(type);
            }
        }
        JsonNode input = request.input();
        return switch (name) {
            case "add" -> Answer.of(JSON.valueToTree(input.asInt() + 1));
            case "fail" -> Answer.failure("ValueError");
            case "crash" -> Answer.failure("ContainerCrashed");
            case "oom" -> Answer.failure("OutOfMemory");
            case "flaky" -> request.context().attempt() < 3 ? Answer.failure("ValueError") : Answer.of(input);
            case "slow" -> Answer.of(input).after(Duration.ofSeconds(50));
            default -> Answer.of(input);
        };
    }

    private static void ask(World world, ExecutionStore.Request request) {
        assertThat(world.store().request(World.ID, request, world.now())).isPresent();
    }

    private static Workflow parse(String text) {
        return parse("root", text, "v");
    }

    private static Workflow parse(String name, String text, String version) {
        try {
            Workflow read = new WorkflowParser().parse(new WorkflowName(name), text, _ -> true);
            return new Workflow(read.name(), version, read.graph(), read.timeout(), read.retention(), read.onFailure());
        } catch (InvalidDefinitionException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonNode numbers(int count) {
        return JSON.valueToTree(IntStream.range(0, count).toArray());
    }

    private static Map<String, String> states(Execution execution) {
        return execution.steps().stream()
                .collect(Collectors.toMap(
                        StepRecord::name, step -> step.status().name(), (_, last) -> last, TreeMap::new));
    }

    private static Map<String, String> entries(String states) {
        return Arrays.stream(states.strip().split(" +"))
                .map(state -> state.split("="))
                .collect(Collectors.toMap(state -> state[0], state -> state[1]));
    }
}
