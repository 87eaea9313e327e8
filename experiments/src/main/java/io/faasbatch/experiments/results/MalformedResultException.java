package io.faasbatch.experiments.results;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not what an experiment writes. */
public final class MalformedResultException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * @param line from 1
     * @param column from 1, in characters
     */
    MalformedResultException(Path file, int line, int column, String what) {
        super(file + ":" + line + ":" + column + ": " + what);
        this.line = line;
        this.column = column;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
