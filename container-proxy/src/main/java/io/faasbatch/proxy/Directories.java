package io.faasbatch.proxy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What is left behind in directories. */
final class Directories {

    private Directories() {}

    /** Deletes all that is in a directory, which may be missing. */
    static void empty(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    // The function may have taken away the right to look into it.
                    Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString("rwx------"));
                    empty(entry);
                }
                Files.delete(entry);
            }
        }
    }
}
