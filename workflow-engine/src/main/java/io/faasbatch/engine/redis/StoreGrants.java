package io.faasbatch.engine.redis;

import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The Redis users of function containers. Redis forgets users that are not in its files when it restarts, so all are made again with each new
 * connection. Thread-safe.
 */
final class StoreGrants {

    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int PASSWORD_BYTES = 24;

    private static final List<String> ALLOWED =
            List.of("+hget", "+hset", "+hdel", "+hexists", "+pexpire", "+ping", "+hello", "+auth", "+client|setname");

    /** Known from Redis 7.2 on. */
    private static final List<String> ALLOWED_WHERE_KNOWN = List.of("+client|setinfo");

    private final Redis redis;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, StoreAccess> granted = new ConcurrentHashMap<>();

    StoreGrants(Redis redis) {
        this.redis = redis;
    }

    StoreAccess grant(String user) {
        if (!USER.matcher(user).matches()) {
            throw new IllegalArgumentException("not a name for a Redis user: " + user);
        }
        StoreAccess access = new StoreAccess(user, password(), Keys.PREFIX);
        apply(access);
        granted.put(user, access);
        return access;
    }

    void renew() {
        granted.values().forEach(this::apply);
    }

    private void apply(StoreAccess access) {
        List<String> rules = new ArrayList<>(
                List.of("reset", "on", ">" + access.password(), "~" + Keys.STORE_PATTERN, "~" + Keys.DATA_PATTERN));
        rules.addAll(ALLOWED);
        setUser(access.user(), rules);
        try {
            setUser(access.user(), ALLOWED_WHERE_KNOWN);
        } catch (RefusedCommandException e) {
            if (!e.is("ERR")) {
                throw e;
            }
        }
    }

    private void setUser(String user, List<String> rules) {
        CommandArgs<String, byte[]> args =
                new CommandArgs<>(Connections.CODEC).add("SETUSER").add(user);
        rules.forEach(args::add);
        redis.call(commands -> commands.dispatch(CommandType.ACL, new StatusOutput<>(Connections.CODEC), args));
    }

    private String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
