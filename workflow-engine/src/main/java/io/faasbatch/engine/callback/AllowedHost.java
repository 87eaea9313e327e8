package io.faasbatch.engine.callback;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the allowed hosts: {@code [http://]host[:port]}, where host is a name, {@code *.suffix} or an address (IPv6 in brackets).
 *
 * @param plain whether http is allowed, not only https
 * @param host in small letters; begins with {@code *.} when it is a suffix
 * @param port -1: the default of the scheme
 */
record AllowedHost(boolean plain, String host, int port) {

    private static final Pattern FORM =
            Pattern.compile("(http://)?((?:\\*\\.)?[a-z0-9][a-z0-9.-]*|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?");
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    static AllowedHost parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "faasbatch.callback-hosts must name hosts as [http://]host[:port], host may be *.suffix: " + text);
        }
        String host = form.group(2);
        boolean plain = form.group(1) != null || LOOPBACK.matcher(host).matches();
        return new AllowedHost(plain, host, form.group(3) == null ? -1 : Integer.parseInt(form.group(3)));
    }

    boolean allows(URI callback) {
        boolean secure = "https".equals(callback.getScheme());
        int defaultPort = secure ? 443 : 80;
        int asked = callback.getPort() < 0 ? defaultPort : callback.getPort();
        return (secure || plain)
                && named(callback.getHost().toLowerCase(Locale.ROOT))
                && asked == (port < 0 ? defaultPort : port);
    }

    /** Whether the operator named the address itself, and so means it wherever it leads. */
    boolean isAddress() {
        return ADDRESS.matcher(host).matches();
    }

    boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    private boolean named(String asked) {
        return host.startsWith("*.") ? asked.endsWith(host.substring(1)) : asked.equals(host);
    }
}
