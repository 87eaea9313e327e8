package io.faasbatch.engine.http;

/** Whether one part that the program needs works, with a sentence a person can act on. */
public record PartHealth(boolean up, String detail) {}
