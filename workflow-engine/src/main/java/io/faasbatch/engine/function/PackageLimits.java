package io.faasbatch.engine.function;

import java.util.Set;

/**
 * What the package of a function may be.
 *
 * @param archiveBytes most bytes of the archive
 * @param unpackedBytes most bytes of all files together
 * @param entries most files and folders
 * @param strategies the names that {@code strategy} may have
 */
public record PackageLimits(int archiveBytes, long unpackedBytes, int entries, Set<String> strategies) {

    private static final int MIB = 1024 * 1024;

    public PackageLimits {
        strategies = Set.copyOf(strategies);
    }

    /** 64 MiB as an archive, 256 MiB unpacked, 10,000 entries. */
    public static PackageLimits withStrategies(Set<String> strategies) {
        return new PackageLimits(64 * MIB, 256L * MIB, 10_000, strategies);
    }

    public PackageLimits withArchiveBytes(int other) {
        return new PackageLimits(other, unpackedBytes, entries, strategies);
    }
}
