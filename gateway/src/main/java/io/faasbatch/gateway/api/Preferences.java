package io.faasbatch.gateway.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The {@code Prefer} header (RFC 7240). Preferences that are unknown or make no sense are ignored, as the RFC demands.
 *
 * @param respondAsync answer as soon as the call is accepted
 * @param patience how long the client would wait for the end
 */
record Preferences(boolean respondAsync, Optional<Duration> patience) {

    private static final String WAIT = "wait=";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    static Preferences of(ServerRequest request) {
        return of(request.headers().header("Prefer"));
    }

    static Preferences of(List<String> headers) {
        List<String> all = headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(preference -> preference.split(";", -1)[0].replace(" ", "").replace("\"", ""))
                .map(preference -> preference.toLowerCase(Locale.ROOT))
                .toList();
        Optional<Duration> patience = all.stream()
                .filter(preference -> preference.startsWith(WAIT))
                .map(preference -> preference.substring(WAIT.length()))
                .filter(seconds -> SECONDS.matcher(seconds).matches())
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .findFirst();
        return new Preferences(all.contains("respond-async"), patience);
    }
}
