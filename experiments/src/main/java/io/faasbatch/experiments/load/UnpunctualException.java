package io.faasbatch.experiments.load;

import java.util.List;

/** A load could not be sent as it was meant to be, so that what was measured is of another load. */
public final class UnpunctualException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param loads what each of them missed */
    public UnpunctualException(List<String> loads) {
        super(String.join("; ", loads) + "; is the machine busy with something else?");
    }
}
