package io.faasbatch.experiments.experiment;

import java.io.IOException;
import java.nio.file.Path;

/** A file does not describe an experiment. */
public final class MalformedExperimentException extends IOException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * @param line from 1
     * @param column from 1
     */
    MalformedExperimentException(Path file, int line, int column, String what) {
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
