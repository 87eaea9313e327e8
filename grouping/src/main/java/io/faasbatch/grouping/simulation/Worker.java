package io.faasbatch.grouping.simulation;

import java.time.Duration;

/**
 * The modelled worker, with core ownership. Cores are shared by functions in equal parts, as far as each can use its part; a function's part by its containers
 * in the same way; and of what runs in a container the oldest goes first, a core each, as processes of Python functions do.
 *
 * @param cores that containers share, at least 1
 * @param startDelay how long a container start takes beside its work for the cores
 * @param startCpu the work for the cores of a container start
 * @param loadCpu the work to load a function into a container that has been started ahead
 * @param generics containers started ahead, not yet of any function, replaced when one is taken; 0 for none
 * @param containerBytes memory of a container without invocations
 * @param invocationBytes memory of one invocation in a container
 * @param containerLimitBytes most memory of one container; bounds how many invocations it admits
 * @param memoryBytes most memory of all containers
 * @param maxContainers most containers at a time, at least 1
 * @param slice under {@code sfs}, how long an invocation or a start computes before others before it takes its share like everybody
 */
public record Worker(
        int cores,
        Duration startDelay,
        Duration startCpu,
        Duration loadCpu,
        int generics,
        long containerBytes,
        long invocationBytes,
        long containerLimitBytes,
        long memoryBytes,
        int maxContainers,
        Duration slice) {

    private static final long MIB = 1L << 20;

    public Worker {
        if (cores < 1 || maxContainers < 1 || generics < 0) {
            throw new IllegalArgumentException("cores and maxContainers must be above 0");
        }
        if (containerBytes < 1 || invocationBytes < 0 || containerLimitBytes < containerBytes + invocationBytes) {
            throw new IllegalArgumentException("a container must admit one invocation");
        }
        if (memoryBytes < containerLimitBytes) {
            throw new IllegalArgumentException("the worker must admit one container");
        }
    }

    /**
     * A small machine: containers start in about 0.4 s and weigh 30 MiB, 128 at most, none started ahead.
     *
     * @param cores at least 1
     */
    public static Worker ofCores(int cores) {
        return new Worker(
                cores,
                Duration.ofMillis(250),
                Duration.ofMillis(150),
                Duration.ofMillis(15),
                0,
                30 * MIB,
                2 * MIB,
                512 * MIB,
                8192 * MIB,
                128,
                Duration.ofMillis(100));
    }

    public Worker withGenerics(int other) {
        return new Worker(
                cores,
                startDelay,
                startCpu,
                loadCpu,
                other,
                containerBytes,
                invocationBytes,
                containerLimitBytes,
                memoryBytes,
                maxContainers,
                slice);
    }

    public Worker withMaxContainers(int other) {
        return new Worker(
                cores,
                startDelay,
                startCpu,
                loadCpu,
                generics,
                containerBytes,
                invocationBytes,
                containerLimitBytes,
                memoryBytes,
                other,
                slice);
    }

    /** @param limit most memory of one container */
    public Worker withMemory(long limit, long ofAll) {
        return new Worker(
                cores,
                startDelay,
                startCpu,
                loadCpu,
                generics,
                containerBytes,
                invocationBytes,
                limit,
                ofAll,
                maxContainers,
                slice);
    }
}
