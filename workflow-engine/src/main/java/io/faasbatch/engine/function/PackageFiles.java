package io.faasbatch.engine.function;

import io.faasbatch.engine.definition.ContentDigest;
import io.faasbatch.engine.definition.Faults;
import io.faasbatch.engine.definition.Place;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of a package, by name. What may not be unpacked is a fault. */
final class PackageFiles {

    /** Most entries of a jar whose classes are looked through. */
    private static final int MOST_JAR_ENTRIES = 60_000;

    private static final int LONGEST_NAME = 512;
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

    private final SortedMap<String, byte[]> files = new TreeMap<>();

    private PackageFiles() {}

    static PackageFiles read(byte[] archive, PackageLimits limits, Faults faults) {
        var files = new PackageFiles();
        if (archive.length > limits.archiveBytes()) {
            fault(faults, "", "the archive is larger than " + limits.archiveBytes() + " bytes");
            return files;
        }
        try {
            var content = new ZipContent(archive, limits.unpackedBytes());
            for (ZipDirectory.Entry entry :
                    ZipDirectory.read(archive, limits.entries()).entries()) {
                files.add(entry, content, faults);
            }
        } catch (BrokenArchiveException e) {
            fault(faults, "", "the archive " + e.getMessage());
        }
        return files;
    }

    Optional<byte[]> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    /** Whether {@code entry} is in one of the jars; jars that cannot be read have nothing. */
    boolean hasInJar(String entry) {
        return files.entrySet().stream()
                .filter(file -> file.getKey().endsWith(".jar"))
                .anyMatch(jar -> entries(jar.getValue()).stream()
                        .anyMatch(found -> found.name().equals(entry)));
    }

    /** The same for the same files, whatever their order, times and compression. */
    String digest() {
        var digest = new ContentDigest();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            digest.add(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.add(file.getValue());
        }
        return digest.hex();
    }

    private void add(ZipDirectory.Entry entry, ZipContent content, Faults faults) throws BrokenArchiveException {
        String name = entry.name();
        if (isOutside(name)) {
            fault(faults, name, "the archive has a name that leads out of it, or none that can be unpacked");
        } else if (entry.link()) {
            fault(faults, name, "the archive has a symbolic link");
        } else if (!entry.folder() && files.containsKey(name)) {
            fault(faults, name, "the archive has this file twice");
        } else if (!entry.folder()) {
            files.put(name, content.read(entry));
        }
    }

    private static boolean isOutside(String name) {
        return name.isBlank()
                || name.length() > LONGEST_NAME
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.chars().anyMatch(Character::isISOControl)
                || DRIVE.matcher(name).matches()
                || Arrays.stream(name.split("/", -1)).anyMatch(part -> part.equals("..") || part.equals("."))
                || name.contains("//");
    }

    private static List<ZipDirectory.Entry> entries(byte[] jar) {
        try {
            return ZipDirectory.read(jar, MOST_JAR_ENTRIES).entries();
        } catch (BrokenArchiveException e) {
            return List.of();
        }
    }

    private static void fault(Faults faults, String file, String message) {
        String shown = file.length() > LONGEST_NAME ? file.substring(0, LONGEST_NAME) : file;
        faults.add("", Place.NONE, shown.isEmpty() ? message : message + ": " + printable(shown));
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
