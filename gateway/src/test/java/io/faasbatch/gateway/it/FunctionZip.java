package io.faasbatch.gateway.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Function packages for the tests. */
public final class FunctionZip {

    private static final Path EXAMPLES = Path.of("..", "target", "examples");

    private FunctionZip() {}

    /** A Python function in one file; {@code settings} are further lines of function.yaml. */
    public static byte[] python(String name, String settings, String code) {
        String yaml = "name: " + name + "\nruntime: python3\nhandler: main:handle\n" + settings;
        return of(Map.of("function.yaml", yaml, "main.py", code));
    }

    /** A Node.js function in one file; {@code settings} are further lines of function.yaml. */
    public static byte[] node(String name, String settings, String code) {
        String yaml = "name: " + name + "\nruntime: nodejs\nhandler: main:handle\n" + settings;
        return of(Map.of("function.yaml", yaml, "main.js", code));
    }

    /** One of the packaged samples, such as {@code fibonacci}; made by {@code test-scripts/package-examples.sh}. */
    public static byte[] example(String name) {
        Path file = EXAMPLES.resolve(name + ".zip");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("run test-scripts/package-examples.sh first", e);
        }
    }

    /** A Java function of one public class named {@code Main}; {@code settings} are further lines of function.yaml. */
    public static byte[] java(String name, String settings, String source) {
        String yaml = "name: " + name + "\nruntime: java\nhandler: Main\n" + settings;
        return ofBytes(Map.of(
                "function.yaml", yaml.getBytes(StandardCharsets.UTF_8),
                "Main.class", JavaSource.compile("Main", source)));
    }

    public static byte[] of(Map<String, String> files) {
        Map<String, byte[]> bytes = new HashMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return ofBytes(bytes);
    }

    private static byte[] ofBytes(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
