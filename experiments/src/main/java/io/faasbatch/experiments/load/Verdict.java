package io.faasbatch.experiments.load;

import io.faasbatch.experiments.api.Reply;
import io.faasbatch.experiments.load.Outcome.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an answer is worth.
 *
 * @param note why it is not right; empty when it is
 */
record Verdict(Kind kind, Optional<Answer> answer, String note) {

    private static final int OK = 200;
    private static final JsonMapper MAPPER = new JsonMapper();

    static Verdict lost(@Nullable Throwable failure) {
        return new Verdict(Kind.LOST, Optional.empty(), String.valueOf(failure));
    }

    static Verdict of(Call call, Reply reply) {
        JsonNode json;
        try {
            json = MAPPER.readTree(reply.body());
        } catch (JacksonException e) {
            return new Verdict(Kind.FAILED, Optional.empty(), reply.status() + ", not JSON");
        }
        if (reply.status() != OK) {
            return new Verdict(Kind.FAILED, Optional.empty(), reply.status() + " " + json);
        }
        return ofInvocation(call, json, Answer.of(json));
    }

    private static Verdict ofInvocation(Call call, JsonNode json, Answer answer) {
        if (!"SUCCEEDED".equals(json.at("/status").asString(""))) {
            return new Verdict(Kind.FAILED, Optional.of(answer), String.valueOf(json.get("error")));
        }
        JsonNode output = answer.output();
        return output != null && call.right().test(output)
                ? new Verdict(Kind.RIGHT, Optional.of(answer), "")
                : new Verdict(Kind.WRONG, Optional.of(answer), String.valueOf(output));
    }
}
