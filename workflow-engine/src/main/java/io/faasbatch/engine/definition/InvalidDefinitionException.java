package io.faasbatch.engine.definition;

import java.util.List;
import java.util.stream.Collectors;

/** A definition is refused, with every fault that was found. */
public final class InvalidDefinitionException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public InvalidDefinitionException(List<Fault> faults) {
        super(faults.stream()
                .map(fault -> fault.line() + ":" + fault.column() + " " + fault.path() + ": " + fault.message())
                .collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /** Never empty, in the order of the text. */
    public List<Fault> faults() {
        return faults;
    }
}
