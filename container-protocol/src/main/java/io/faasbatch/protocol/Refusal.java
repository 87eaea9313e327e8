package io.faasbatch.protocol;

/** Body of every answer of a container proxy that is not a success. */
public record Refusal(ErrorDetail error) {}
