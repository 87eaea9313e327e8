package io.faasbatch.engine.redis;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks Redis how it is. */
final class HealthCheck {

    private final Redis redis;

    HealthCheck(Redis redis) {
        this.redis = redis;
    }

    RedisHealth check() {
        try {
            return judge(information());
        } catch (StorageUnavailableException e) {
            return new RedisHealth(false, "", "unknown", "unknown", false, String.valueOf(e.getMessage()));
        }
    }

    private RedisHealth judge(Map<String, String> information) {
        String version = information.getOrDefault("redis_version", "unknown");
        String eviction = information.getOrDefault("maxmemory_policy", "unknown");
        String appendOnly = "1".equals(information.get("aof_enabled")) ? fsync() : "off";
        boolean written = "always".equals(appendOnly) || "everysec".equals(appendOnly);
        boolean kept = "noeviction".equals(eviction);
        String sentence = "Redis " + version + ", " + durability(appendOnly)
                + (kept
                        ? ""
                        : "; WARNING: maxmemory-policy is " + eviction
                                + ", so accepted work may be evicted: set noeviction");
        return new RedisHealth(true, version, appendOnly, eviction, written && kept, sentence);
    }

    private static String durability(String appendOnly) {
        return switch (appendOnly) {
            case "always" -> "every write is on disk before it is answered";
            case "everysec" -> "AOF everysec: the last second of writes is lost when the machine dies";
            case "no" -> "WARNING: AOF without fsync: writes of half a minute may be lost when the machine dies";
            case "off" -> "WARNING: AOF is off: accepted work is lost when Redis ends; set appendonly yes";
            default -> "AOF is on, its fsync policy may not be asked for";
        };
    }

    private Map<String, String> information() {
        return redis.call(commands -> commands.info())
                .lines()
                .filter(line -> line.contains(":"))
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1].strip(), (first, second) -> first));
    }

    /** A managed Redis often refuses to show its configuration. */
    private String fsync() {
        try {
            return redis.call(commands -> commands.configGet("appendfsync")).getOrDefault("appendfsync", "unknown");
        } catch (RefusedCommandException e) {
            return "unknown";
        }
    }
}
