package io.faasbatch.engine.http;

import java.util.List;

/**
 * Whether one part that the program needs works, with a sentence a person can act on.
 *
 * @param findings what was looked at in detail; may be empty
 */
public record PartHealth(boolean up, String detail, List<Finding> findings) {

    public PartHealth {
        findings = List.copyOf(findings);
    }

    public PartHealth(boolean up, String detail) {
        this(up, detail, List.of());
    }
}
