package io.faasbatch.engine.workflow;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A JSON value with expressions in it. Thread-safe. */
public interface Template {

    /** @throws ExpressionException when an expression fails, takes too long or gives what is not JSON */
    JsonNode evaluate(Scope scope);

    /** The steps its expressions name. */
    default Set<String> steps() {
        return Set.of();
    }
}
