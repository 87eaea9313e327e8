package io.faasbatch.engine.invocation;

/** An invocation that ended, with what it wrote to stdout and stderr (capped; never null, often empty). */
public record CompletedInvocation(InvocationRecord invocation, String logs) {}
