package io.faasbatch.engine.localredis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The files of the private Redis. Those that hold the password are readable by their owner only. */
final class RedisFiles {

    private static final int PASSWORD_BYTES = 24;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final PrivateRedisSettings settings;

    RedisFiles(PrivateRedisSettings settings) {
        this.settings = settings;
    }

    void makeFolders() throws IOException {
        Files.createDirectories(settings.home());
        Files.createDirectories(settings.data(), OWNER_ONLY_FOLDER);
        Files.createDirectories(settings.log().getParent());
    }

    /** Made at the first start, the same ever after. */
    String password() throws IOException {
        Path file = settings.home().resolve("redis-password");
        try {
            Files.createFile(file, OWNER_ONLY);
            byte[] bytes = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(bytes);
            Files.writeString(file, HexFormat.of().formatHex(bytes) + "\n");
        } catch (FileAlreadyExistsException e) {
            // an earlier start made it
        }
        String password = Files.readString(file).strip();
        if (!password.matches("[0-9A-Za-z_-]{16,}")) {
            throw new IOException(
                    file + " does not hold a password of at least 16 letters and digits; remove it to get a new one");
        }
        return password;
    }

    /** The server reads its settings from a file, because a command line can be read by every user of the machine. */
    Path configuration(String password) throws IOException {
        Path fresh = Files.createTempFile(settings.data(), "redis", ".conf.new", OWNER_ONLY);
        Files.writeString(fresh, String.join("\n", lines(password)) + "\n", StandardCharsets.UTF_8);
        return Files.move(
                fresh,
                settings.data().resolve("redis.conf"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    Path pidFile() {
        return settings.data().resolve("redis.pid");
    }

    private List<String> lines(String password) {
        return List.of(
                "# Written at every start.",
                "port " + settings.port(),
                "bind " + String.join(" ", settings.bind()),
                "protected-mode yes",
                "requirepass " + password,
                "dir \"" + settings.data() + "\"",
                "pidfile \"" + pidFile() + "\"",
                "daemonize no",
                "supervised no",
                "appendonly yes",
                "appendfsync everysec",
                "save \"\"",
                "maxmemory-policy noeviction");
    }
}
