package io.faasbatch.engine.redis;

import io.faasbatch.engine.redis.RedisHealth.Check;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Judges the settings of a Redis that durability rests on: what can be lost with each. */
final class Doctor {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");
    private static final int LEAST_MAJOR = 6;
    private static final int LEAST_MINOR = 2;

    private Doctor() {}

    /**
     * @param appendOnly whether the append-only file is on
     * @param fsync Redis' {@code appendfsync}; {@code unknown} where it may not be asked for
     */
    static List<Check> examine(String version, boolean appendOnly, String fsync, String eviction) {
        return List.of(version(version), appendOnly(appendOnly), fsync(appendOnly, fsync), eviction(eviction));
    }

    private static Check version(String version) {
        boolean ok = recent(version);
        String detail = ok
                ? "Redis " + version
                : "Redis " + version
                        + " is older than 6.2 or not known: it may refuse commands, so that nothing is accepted";
        return new Check("version", ok, detail);
    }

    private static boolean recent(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        return major > LEAST_MAJOR || (major == LEAST_MAJOR && Integer.parseInt(matcher.group(2)) >= LEAST_MINOR);
    }

    private static Check appendOnly(boolean on) {
        return new Check(
                "appendonly",
                on,
                on
                        ? "AOF is on: accepted work survives the end of Redis"
                        : "AOF is off: accepted work is lost when Redis ends; set appendonly yes");
    }

    private static Check fsync(boolean on, String policy) {
        if (!on) {
            return new Check("appendfsync", false, "without AOF nothing is written that could be synchronised");
        }
        return switch (policy) {
            case "always" -> new Check("appendfsync", true, "always: every write is on disk before it is answered");
            case "everysec" ->
                new Check("appendfsync", true, "AOF everysec: the last second of writes is lost when the machine dies");
            case "no" ->
                new Check(
                        "appendfsync",
                        false,
                        "AOF without fsync: writes of half a minute may be lost when the machine dies; set everysec or always");
            default ->
                new Check(
                        "appendfsync",
                        false,
                        "its fsync policy may not be asked for: how much is lost when the machine dies is not known");
        };
    }

    private static Check eviction(String policy) {
        boolean ok = "noeviction".equals(policy);
        return new Check(
                "maxmemory-policy",
                ok,
                ok
                        ? "noeviction: when memory is full, new work is refused and none is dropped"
                        : "maxmemory-policy is " + policy + ", so accepted work may be evicted: set noeviction");
    }
}
