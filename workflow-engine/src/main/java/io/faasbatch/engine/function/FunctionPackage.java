package io.faasbatch.engine.function;

/** A function as it is uploaded: its checked definition and the zip archive it came in, which nobody may change. */
public final class FunctionPackage {

    private final FunctionDefinition definition;
    private final byte[] archive;

    FunctionPackage(FunctionDefinition definition, byte[] archive) {
        this.definition = definition;
        this.archive = archive;
    }

    public FunctionDefinition definition() {
        return definition;
    }

    public byte[] archive() {
        return archive;
    }
}
