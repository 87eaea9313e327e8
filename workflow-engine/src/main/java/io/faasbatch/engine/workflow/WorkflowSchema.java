package io.faasbatch.engine.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema of the native language, for editors; it comes with the program. */
public final class WorkflowSchema {

    /** The media type of a JSON Schema. */
    public static final String MEDIA_TYPE = "application/schema+json";

    private static final String RESOURCE = "workflow.schema.json";

    private WorkflowSchema() {}

    public static String text() {
        try (InputStream in = WorkflowSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
