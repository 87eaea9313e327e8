package io.faasbatch.engine.app;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The interface a program listens on; anything but loopback only where callers must authenticate. */
public final class BindAddress {

    private BindAddress() {}

    /**
     * @param setting the name of the setting that holds the address
     * @param authenticated whether every caller must show a secret
     * @throws StartException when the address is not one, or is reachable from outside without a secret
     */
    public static InetAddress checked(String address, String setting, boolean authenticated) {
        InetAddress resolved = resolve(address, setting);
        if (!authenticated && !resolved.isLoopbackAddress()) {
            throw new StartException(
                    "refusing to listen on " + address + " (" + setting
                            + ") without a key: everybody who reaches it could run code here",
                    "Set faasbatch.auth=required, or listen on 127.0.0.1.");
        }
        return resolved;
    }

    private static InetAddress resolve(String address, String setting) {
        if (address.isBlank()) {
            // A blank name would resolve to loopback, which is hardly what was meant.
            throw new StartException(setting + " is empty", "Give it an address, such as 127.0.0.1.");
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new StartException(
                    setting + " is not an address of this machine: " + address,
                    "Give it an address, such as 127.0.0.1.",
                    e);
        }
    }
}
