package io.faasbatch.proxy.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds a function's code. Used by one initialisation at a time.
 *
 * @param path may exist, and is emptied before each use
 * @param maxEntries most files and directories of an archive
 * @param maxBytes most bytes they unpack to, counted while they do: what an archive says of itself is not believed
 */
public record CodeDirectory(Path path, int maxEntries, long maxBytes) {

    private static final String ARCHIVE = ".archive.zip";
    private static final int BUFFER = 64 * 1024;

    /** Empties the directory and returns where the archive is to be written. */
    public Path prepare() throws IOException {
        Files.createDirectories(path);
        empty();
        return path.resolve(ARCHIVE);
    }

    /** Unpacks the archive that was written to {@link #prepare}'s file, and removes it. */
    public void unpack() throws IOException, BadArchiveException {
        Path archive = path.resolve(ARCHIVE);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > maxEntries) {
                throw new BadArchiveException(
                        "the archive has " + zip.size() + " entries, at most " + maxEntries + " are allowed");
            }
            long left = maxBytes;
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                left -= unpack(zip, entries.nextElement(), left);
            }
        } catch (ZipException e) {
            throw new BadArchiveException("the code is not a zip archive: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private long unpack(ZipFile zip, ZipEntry entry, long left) throws IOException, BadArchiveException {
        Path target = target(entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return 0;
        }
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            return copy(in, out, left);
        }
    }

    private Path target(String name) throws BadArchiveException {
        try {
            Path root = path.toAbsolutePath().normalize();
            Path target = root.resolve(name).normalize();
            if (target.startsWith(root)) {
                return target;
            }
        } catch (InvalidPathException e) {
            throw new BadArchiveException("the archive has an entry that is no path: " + name, e);
        }
        throw new BadArchiveException("the archive has an entry outside of its directory: " + name);
    }

    private long copy(InputStream in, OutputStream out, long left) throws IOException, BadArchiveException {
        byte[] buffer = new byte[BUFFER];
        long copied = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            copied += count;
            if (copied > left) {
                throw new BadArchiveException("the archive unpacks to more than " + maxBytes + " bytes");
            }
            out.write(buffer, 0, count);
        }
        return copied;
    }

    private void empty() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!directory.equals(path)) {
                    Files.delete(directory);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
