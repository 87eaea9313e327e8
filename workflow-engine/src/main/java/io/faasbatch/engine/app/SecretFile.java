package io.faasbatch.engine.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is kept in a file of its own, readable by its owner only, and made at first start. Programs that start at the same
 * time agree on one: the file appears complete, under its name, by a hard link, which only one of them can make.
 */
public final class SecretFile {

    private static final int BYTES = 32;
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,512}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    private static final FileAttribute<?> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;
    private final String setting;

    private SecretFile(Path file, String setting) {
        this.file = file;
        this.setting = setting;
    }

    /** The key of clients: {@code api-key}, or {@code faasbatch.api-key}. */
    public static SecretFile apiKey(Path home) {
        return new SecretFile(home.resolve("api-key"), "faasbatch.api-key (FAASBATCH_API_KEY)");
    }

    /** The token between gateways and workers: {@code cluster-token}, or {@code faasbatch.cluster-token}. */
    public static SecretFile clusterToken(Path home) {
        return new SecretFile(home.resolve("cluster-token"), "faasbatch.cluster-token (FAASBATCH_CLUSTER_TOKEN)");
    }

    public Path file() {
        return file;
    }

    /**
     * The configured value, or the file's content; the file is made when it is not there.
     *
     * @throws StartException when the value is not usable, or others can read the file
     */
    public String secret(@Nullable String configured) {
        if (configured != null) {
            return checked(configured, setting, "Give it a value of visible ASCII characters, or do not set it.");
        }
        try {
            if (!Files.exists(file)) {
                create();
            }
            return read();
        } catch (IOException | UnsupportedOperationException e) {
            throw new StartException(
                    "cannot read or make " + file + ": " + e,
                    "Make the folder writable, set FAASBATCH_HOME to another one, or set " + setting + ".",
                    e);
        }
    }

    private String read() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER_"))) {
            throw new StartException(
                    file + " can be read or written by others (" + PosixFilePermissions.toString(permissions) + ")",
                    "Run: chmod 600 " + file);
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
        return checked(text, file.toString(), "Delete the file, so that a new one is made at the next start.");
    }

    private static String checked(String value, String where, String action) {
        if (!VISIBLE.matcher(value).matches()) {
            throw new StartException(
                    where + " is " + (value.isBlank() ? "empty" : "not 1 to 512 visible ASCII characters"), action);
        }
        return value;
    }

    private void create() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder: " + file);
        }
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OWNER_ONLY_FOLDER);
        }
        Path draft = Files.createTempFile(folder, "." + file.getFileName(), ".new", OWNER_ONLY);
        try {
            write(draft);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // Another program was quicker: its secret is the one.
            return;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(Path draft) throws IOException {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bits) + "\n";
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
