package io.faasbatch.engine.definition;

/** A place in a text; both numbers count from 1, and 0 stands for no place at all. */
public record Place(int line, int column) {

    /** For faults of the whole. */
    public static final Place NONE = new Place(0, 0);
}
