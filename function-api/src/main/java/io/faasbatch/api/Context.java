package io.faasbatch.api;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What one invocation knows of itself, and what it shares with the others of its container. */
public interface Context {

    /** The invocation's id: the same for every attempt of a step. */
    String invocationId();

    /** The execution this invocation is a step of; empty for a direct call. */
    Optional<String> executionId();

    /** The name of the step; empty for a direct call. */
    Optional<String> step();

    /** Which attempt this is, from 1. */
    int attempt();

    /** The time left until the deadline; zero when it has passed. */
    Duration remaining();

    /**
     * A value of {@code env} in the function's settings; empty when it has none of that name. A running Java program cannot
     * be given environment variables, so {@code System.getenv} does not know these.
     */
    Optional<String> env(String name);

    /** Values of this execution, kept in Redis. */
    Store store();

    /** GET requests within the invocation's deadline. */
    Http http();

    /**
     * The one object of this container under {@code key}: the first call makes it, every other call, also a concurrent one,
     * gets the same. When {@code maker} throws, nothing is kept and every waiting caller gets the exception.
     */
    <T> T shared(Key<T> key, Supplier<T> maker);
}
