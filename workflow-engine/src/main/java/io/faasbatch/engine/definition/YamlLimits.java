package io.faasbatch.engine.definition;

/**
 * What a document may ask of its reader.
 *
 * @param characters most characters of the text
 * @param depth most maps and lists inside one another
 * @param values most values, with every alias written out: this is what keeps nested aliases harmless
 */
public record YamlLimits(int characters, int depth, int values) {

    public static final YamlLimits DEFAULT = new YamlLimits(1024 * 1024, 64, 200_000);
}
