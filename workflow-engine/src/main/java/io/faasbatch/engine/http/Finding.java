package io.faasbatch.engine.http;

/**
 * One thing that was looked at.
 *
 * @param detail what it is like, and what to do when it is not well
 */
public record Finding(String name, boolean ok, String detail) {}
