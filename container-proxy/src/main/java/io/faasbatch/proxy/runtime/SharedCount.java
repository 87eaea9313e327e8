package io.faasbatch.proxy.runtime;

/** How often a shared constructor made an object, and how often it gave one that existed. */
public record SharedCount(long created, long reused) {}
