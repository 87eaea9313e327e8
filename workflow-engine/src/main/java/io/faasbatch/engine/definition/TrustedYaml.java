package io.faasbatch.engine.definition;

import java.io.InputStream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML that comes with the program: read without positions and without the limits that hold for what users write. */
public final class TrustedYaml {

    private TrustedYaml() {}

    /**
     * Maps, lists, strings, numbers and booleans, as they stand in {@code text}.
     *
     * @param name of the document, for an error message
     */
    public static Object read(InputStream text, String name) {
        return new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(text);
    }
}
