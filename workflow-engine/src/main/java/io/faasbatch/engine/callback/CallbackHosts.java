package io.faasbatch.engine.callback;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where callbacks may go. Immutable. */
public final class CallbackHosts {

    private static final int LONGEST = 2_048;

    /** First byte of addresses that IPv6 keeps for local use; cloud machines have their metadata there. */
    private static final int UNIQUE_LOCAL = 0xfc;

    private final List<AllowedHost> allowed;

    /** @throws IllegalArgumentException when an entry is none */
    public CallbackHosts(List<String> entries) {
        this.allowed = entries.stream()
                .filter(entry -> !entry.isBlank())
                .map(AllowedHost::parse)
                .toList();
    }

    public boolean isEmpty() {
        return allowed.isEmpty();
    }

    /** The address of a callback; empty when it is none, or not allowed. Asks no name server. */
    public Optional<URI> check(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            URI callback = URI.create(text);
            return entryOf(callback).map(_ -> callback);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Why a callback may not be sent now; empty when it may. A name that leads into the machine or the link it is on is refused. The platform
     * keeps answers of name servers for a while, so that the connection goes to the addresses that were looked at.
     */
    Optional<String> refusal(URI callback) {
        Optional<AllowedHost> entry = entryOf(callback);
        if (entry.isEmpty()) {
            return Optional.of("the host is not among faasbatch.callback-hosts");
        }
        if (entry.get().isAddress()) {
            return Optional.empty();
        }
        try {
            boolean loopback = entry.get().isLoopback();
            return Arrays.stream(InetAddress.getAllByName(callback.getHost()))
                    .filter(address -> isInside(address, loopback))
                    .findFirst()
                    .map(address -> "its name leads to " + address.getHostAddress() + ", which is not allowed");
        } catch (UnknownHostException e) {
            return Optional.of("its name is not known");
        }
    }

    private Optional<AllowedHost> entryOf(URI callback) {
        boolean complete = callback.getHost() != null
                && ("https".equals(callback.getScheme()) || "http".equals(callback.getScheme()))
                && callback.getRawUserInfo() == null
                && callback.getRawFragment() == null;
        return complete
                ? allowed.stream().filter(entry -> entry.allows(callback)).findFirst()
                : Optional.empty();
    }

    private static boolean isInside(InetAddress address, boolean loopbackMeant) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == UNIQUE_LOCAL;
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || (address.isLoopbackAddress() && !loopbackMeant);
    }
}
