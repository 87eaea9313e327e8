package io.faasbatch.engine.definition;

/**
 * One thing wrong with what a user wrote.
 *
 * @param path where in the document, such as {@code steps.count.after[0]}; empty for the whole
 * @param line from 1; 0 when the fault has no place in the text
 * @param column from 1; 0 when the fault has no place in the text
 * @param message what is wrong and what would be right
 */
public record Fault(String path, int line, int column, String message) {}
