package io.faasbatch.engine.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/** A secret that callers show as {@code Authorization: Bearer}. Only its digest is kept, and compared in constant time. */
public final class BearerSecret {

    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    public BearerSecret(String secret) {
        this.digest = sha256(secret);
    }

    /** Whether the request shows this secret. More than one Authorization header shows nothing. */
    public boolean isIn(HttpHeaders headers) {
        return shown(headers)
                .map(text -> MessageDigest.isEqual(digest, sha256(text)))
                .orElse(false);
    }

    private static Optional<String> shown(HttpHeaders headers) {
        List<String> values = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (values.size() != 1 || !values.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return Optional.of(values.getFirst().substring(SCHEME.length()).strip());
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
