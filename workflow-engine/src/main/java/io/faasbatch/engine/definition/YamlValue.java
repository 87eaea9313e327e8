package io.faasbatch.engine.definition;

/** A value of a YAML document that knows where it stands. Immutable. */
public sealed interface YamlValue permits YamlMap, YamlList, YamlScalar {

    /** Such as {@code steps.count.after[0]}; empty for the whole document. */
    String path();

    Place place();

    /** How many values this is, with everything inside and every alias written out. */
    long size();

    /** What it is, for messages: {@code a map}, {@code a list}, {@code text}, {@code a number}, ... */
    String what();
}
