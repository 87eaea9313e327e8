package io.faasbatch.proxy.http;

import io.faasbatch.api.HttpException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is asked for. Equal queries may share an answer.
 *
 * @param headers by name in lower case
 */
record HttpQuery(URI uri, Map<String, String> headers) {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization");

    HttpQuery {
        headers = Map.copyOf(headers);
    }

    static HttpQuery of(String url, Map<String, String> headers) {
        Map<String, String> named = new TreeMap<>();
        headers.forEach((name, value) -> named.put(name.toLowerCase(Locale.ROOT), value));
        return new HttpQuery(checked(parsed(url)), named);
    }

    /** Where a redirect leads. Another server is not shown what was meant for the first one. */
    HttpQuery redirected(String location) {
        URI next = checked(uri.resolve(parsed(location)));
        if (origin(next).equals(origin(uri))) {
            return new HttpQuery(next, headers);
        }
        Map<String, String> open = new TreeMap<>(headers);
        open.keySet().removeAll(SECRETS);
        return new HttpQuery(next, open);
    }

    private static URI parsed(String url) {
        try {
            URI uri = new URI(url);
            return uri.getRawFragment() == null ? uri : new URI(url.substring(0, url.indexOf('#')));
        } catch (URISyntaxException e) {
            throw new HttpException("not an address: " + url, e);
        }
    }

    private static URI checked(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || uri.getHost() == null) {
            throw new HttpException("only addresses of http and https are possible, not " + uri, null);
        }
        return uri;
    }

    private static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}
