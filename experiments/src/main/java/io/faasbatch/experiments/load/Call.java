package io.faasbatch.experiments.load;

import java.time.Duration;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * One call that is to be sent.
 *
 * @param offset when, after the start of the load
 * @param function as it is deployed
 * @param input the body, in JSON
 * @param right whether an output is the one it must be
 */
public record Call(Duration offset, String function, String input, Predicate<JsonNode> right) {}
