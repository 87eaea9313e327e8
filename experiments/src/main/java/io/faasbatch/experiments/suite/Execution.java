package io.faasbatch.experiments.suite;

import io.faasbatch.experiments.api.Gateway;
import io.faasbatch.experiments.api.Reply;
import io.faasbatch.experiments.load.Answer;
import io.faasbatch.experiments.load.Call;
import io.faasbatch.experiments.load.Outcome;
import io.faasbatch.experiments.load.Outcome.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One execution of a workflow, seen by its client.
 *
 * @param steps it had, as the answer tells
 */
record Execution(Outcome outcome, int steps) {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int ENDED = 200;
    private static final String INPUT = "{}";

    /** Starts one and waits for its end. */
    static Execution run(Gateway gateway, String workflow, int index) {
        Call call = new Call(Duration.ZERO, workflow, INPUT, _ -> true);
        long start = System.nanoTime();
        try {
            Reply reply = gateway.execute(workflow, INPUT).join();
            return of(index, call, Duration.ofNanos(System.nanoTime() - start), reply);
        } catch (CompletionException e) {
            Duration taken = Duration.ofNanos(System.nanoTime() - start);
            return new Execution(
                    new Outcome(
                            index,
                            call,
                            Duration.ZERO,
                            taken,
                            Kind.LOST,
                            Optional.empty(),
                            String.valueOf(e.getCause())),
                    0);
        }
    }

    private static Execution of(int index, Call call, Duration taken, Reply reply) {
        JsonNode json;
        try {
            json = MAPPER.readTree(reply.body());
        } catch (JacksonException e) {
            json = MAPPER.createObjectNode();
        }
        boolean well =
                reply.status() == ENDED && "SUCCEEDED".equals(json.at("/status").asString(""));
        Answer answer = new Answer(json.at("/id").asString(""), Map.of(), "", false, "", 0, null);
        String note = well ? "" : reply.status() + " " + json.at("/status").asString("") + json.path("error");
        Outcome outcome = new Outcome(
                index, call, Duration.ZERO, taken, well ? Kind.RIGHT : Kind.FAILED, Optional.of(answer), note);
        return new Execution(outcome, json.at("/steps").size());
    }
}
