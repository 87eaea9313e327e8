package io.faasbatch.engine.container;

/**
 * What became of containers that were to be removed.
 *
 * @param removed those taken out of service
 * @param left those that are still there, also when only for the moment that a removal takes
 */
public record Cleared(int removed, int left) {}
