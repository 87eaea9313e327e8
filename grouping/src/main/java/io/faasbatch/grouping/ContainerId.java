package io.faasbatch.grouping;

/** Names a container of this worker, from the moment its start is decided. */
public record ContainerId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
