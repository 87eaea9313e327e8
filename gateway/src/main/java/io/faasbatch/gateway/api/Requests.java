package io.faasbatch.gateway.api;

import io.faasbatch.engine.definition.Fault;
import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.http.Problem;
import io.faasbatch.engine.http.ProblemException;
import io.faasbatch.engine.invocation.InvocationId;
import io.faasbatch.engine.workflow.WorkflowName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads the parts of requests that many calls have. */
final class Requests {

    private static final int LONGEST_ID = 128;
    private static final Pattern KEY = Pattern.compile("[\\x20-\\x7e]{1,255}");

    private Requests() {}

    /** The function of the path; a name that cannot exist is unknown. */
    static FunctionName function(ServerRequest request) {
        String name = request.pathVariable("name");
        if (!FunctionName.isValid(name)) {
            throw unknown("function", name);
        }
        return new FunctionName(name);
    }

    /** The workflow of the path; a name that cannot exist is unknown. */
    static WorkflowName workflow(ServerRequest request) {
        String name = request.pathVariable("name");
        if (!WorkflowName.isValid(name)) {
            throw unknown("workflow", name);
        }
        return new WorkflowName(name);
    }

    /** The id of the path. */
    static String id(ServerRequest request, String what) {
        String id = request.pathVariable("id");
        return limited(id, what, LONGEST_ID);
    }

    /** The invocation of the path. */
    static InvocationId invocation(ServerRequest request) {
        return new InvocationId(limited(request.pathVariable("id"), "invocation", InvocationId.LONGEST));
    }

    private static String limited(String id, String what, int longest) {
        if (id.length() > longest) {
            throw unknown(what, id.substring(0, longest));
        }
        return id;
    }

    /** @throws ProblemException 422 when nothing can be deployed under the name of the path */
    static String nameToDeploy(ServerRequest request) {
        String name = request.pathVariable("name");
        if (!FunctionName.isValid(name)) {
            Fault fault = new Fault("name", 0, 0, "must be of the form [a-z0-9][a-z0-9-]{0,62}");
            throw new ProblemException(Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT, "invalid-definition", "the name in the path is not one")
                    .withFaults(List.of(fault)));
        }
        return name;
    }

    /** The {@code Idempotency-Key}. */
    static Optional<String> idempotencyKey(ServerRequest request) {
        List<String> values = request.headers().header("Idempotency-Key");
        if (values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1 || !KEY.matcher(values.getFirst()).matches()) {
            throw badRequest(
                    "bad-idempotency-key", "Idempotency-Key must be one value of 1 to 255 visible ASCII characters");
        }
        return Optional.of(values.getFirst());
    }

    static ProblemException unknown(String what, String name) {
        return new ProblemException(HttpStatus.NOT_FOUND, "unknown-" + what, "there is no " + what + " " + name);
    }

    static ProblemException badRequest(String kind, String detail) {
        return new ProblemException(HttpStatus.BAD_REQUEST, kind, detail);
    }
}
