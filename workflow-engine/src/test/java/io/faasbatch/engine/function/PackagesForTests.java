package io.faasbatch.engine.function;

/** Function packages without a zip to be read. */
public final class PackagesForTests {

    private PackagesForTests() {}

    public static FunctionPackage of(FunctionDefinition definition, byte[] archive) {
        return new FunctionPackage(definition, archive);
    }
}
