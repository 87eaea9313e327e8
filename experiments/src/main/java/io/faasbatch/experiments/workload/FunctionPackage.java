package io.faasbatch.experiments.workload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The code of a function, without its definition: it can be deployed under several names and with several settings. Immutable.
 *
 * @param files content by name
 */
public record FunctionPackage(Map<String, byte[]> files) {

    private static final String DEFINITION = "function.yaml";
    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    public FunctionPackage {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** Python code that is in this program. */
    public static FunctionPackage ofProgram(String code) {
        try (InputStream source = FunctionPackage.class.getResourceAsStream(code)) {
            if (source == null) {
                throw new IllegalStateException(code + " is not in the program");
            }
            return new FunctionPackage(Map.of("main.py", source.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The code of a package that was made to be deployed. */
    public static FunctionPackage ofZip(Path file) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        files.remove(DEFINITION);
        return new FunctionPackage(files);
    }

    /** A package to deploy. */
    public byte[] zip(String definition) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, DEFINITION, definition.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(zip, file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(ANY_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
