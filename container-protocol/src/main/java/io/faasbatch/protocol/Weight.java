package io.faasbatch.protocol;

import tools.jackson.databind.JsonNode;

/** Whether a tree is large, without writing it: looks at no more of it than the limit allows. For one question. */
public final class Weight {

    private long left;

    private Weight(long limit) {
        left = limit;
    }

    /** True only when its JSON text is longer than {@code limit} bytes; one a little over may pass. */
    public static boolean exceeds(JsonNode tree, long limit) {
        return new Weight(limit).take(tree);
    }

    private boolean take(JsonNode node) {
        left -= 1;
        if (node.isString()) {
            left -= node.stringValue().length();
        }
        if (node.isObject()) {
            return node.properties().stream().anyMatch(property -> {
                left -= property.getKey().length();
                return take(property.getValue());
            });
        }
        if (node.isArray()) {
            return node.valueStream().anyMatch(this::take);
        }
        return left < 0;
    }
}
