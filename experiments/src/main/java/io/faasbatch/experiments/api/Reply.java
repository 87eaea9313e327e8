package io.faasbatch.experiments.api;

/** What came back for a call. */
public record Reply(int status, String body) {}
