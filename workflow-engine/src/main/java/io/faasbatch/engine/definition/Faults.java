package io.faasbatch.engine.definition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one definition, so that its author learns of everything at once. For one thread. */
public final class Faults {

    /** Faults after this many are not kept: the first ones say enough. */
    static final int MOST = 100;

    private final List<Fault> faults = new ArrayList<>();
    private int dropped;

    public void add(String path, Place place, String message) {
        if (faults.size() < MOST) {
            faults.add(new Fault(path, place.line(), place.column(), message));
        } else {
            dropped++;
        }
    }

    public void add(YamlValue at, String message) {
        add(at.path(), at.place(), message);
    }

    /** How many were added. */
    public int count() {
        return faults.size() + dropped;
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** In the order of the text. */
    public List<Fault> sorted() {
        List<Fault> sorted = new ArrayList<>(faults);
        sorted.sort(Comparator.comparingInt(Fault::line).thenComparingInt(Fault::column));
        if (dropped > 0) {
            sorted.add(new Fault("", 0, 0, "and " + dropped + " more"));
        }
        return sorted;
    }

    public void throwIfAny() throws InvalidDefinitionException {
        if (!isEmpty()) {
            throw new InvalidDefinitionException(sorted());
        }
    }
}
