package io.faasbatch.engine.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A Lua script: one atomic step inside Redis. It is sent once, and named by its digest from then on. */
enum Script {
    CATALOG_PUT("catalog-put"),
    CATALOG_DELETE("catalog-delete"),
    EXECUTION_ACCEPT("execution-accept"),
    CHECKPOINT("checkpoint"),
    EXECUTION_REQUEST("execution-request"),
    EXECUTION_RERUN("execution-rerun"),
    CALL_ACCEPT("call-accept"),
    CALL_BEGIN("call-begin"),
    CALL_END("call-end"),
    CALL_CANCEL("call-cancel"),
    DEAD_REDRIVE("dead-redrive"),
    DEAD_DISCARD("dead-discard"),
    DEAD_TRIM("dead-trim"),
    DUE_CLAIM("due-claim"),
    DUE_RENEW("due-renew"),
    DUE_RELEASE("due-release"),
    DUE_BURY("due-bury");

    private final String text;
    private final String digest;

    Script(String name) {
        this.text = read(name + ".lua");
        this.digest = sha1(text);
    }

    String text() {
        return text;
    }

    String digest() {
        return digest;
    }

    private static String read(String resource) {
        try (InputStream in = Script.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
