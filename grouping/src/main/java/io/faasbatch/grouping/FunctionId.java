package io.faasbatch.grouping;

/** One version of a function: invocations of the same {@code FunctionId} may share a container. */
public record FunctionId(String name, String version) {

    @Override
    public String toString() {
        return name + "@" + version;
    }
}
