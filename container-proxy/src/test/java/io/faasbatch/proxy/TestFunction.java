package io.faasbatch.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles Java functions and packs them the way a user would: a jar in {@code lib/} of a zip. */
final class TestFunction {

    private static final String HEAD = """
            import io.faasbatch.api.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.*;
            """;

    private TestFunction() {}

    /** The function in base64, ready for {@code code}. {@code source} is class {@code Fn} without its imports. */
    static String code(Path work, String source) throws IOException {
        return zip(Map.of("lib/function.jar", archive(classes(work, HEAD + source))));
    }

    static String zip(Map<String, byte[]> files) throws IOException {
        return Base64.getEncoder().encodeToString(archive(files));
    }

    static byte[] archive(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> classes(Path work, String source) throws IOException {
        Path sources = Files.createTempDirectory(work, "source");
        Path classes = Files.createTempDirectory(work, "classes");
        Path file = Files.writeString(sources.resolve("Fn.java"), source, StandardCharsets.UTF_8);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(messages.toString());
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(classes)) {
            for (Path path : found.filter(Files::isRegularFile).toList()) {
                files.put(classes.relativize(path).toString(), Files.readAllBytes(path));
            }
        }
        return files;
    }
}
