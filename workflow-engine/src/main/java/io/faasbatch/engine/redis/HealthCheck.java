package io.faasbatch.engine.redis;

import io.faasbatch.engine.storage.StorageUnavailableException;
import java.util.List;
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
            return new RedisHealth(false, "", "unknown", "unknown", false, String.valueOf(e.getMessage()), List.of());
        }
    }

    private RedisHealth judge(Map<String, String> information) {
        String version = information.getOrDefault("redis_version", "unknown");
        String eviction = information.getOrDefault("maxmemory_policy", "unknown");
        boolean appends = "1".equals(information.get("aof_enabled"));
        String fsync = appends ? fsync() : "off";
        List<RedisHealth.Check> checks = Doctor.examine(version, appends, fsync, eviction);
        boolean safe = checks.stream().allMatch(RedisHealth.Check::ok);
        return new RedisHealth(true, version, fsync, eviction, safe, sentence(version, checks), checks);
    }

    /** How durable writes are, and what else is wrong. */
    private static String sentence(String version, List<RedisHealth.Check> checks) {
        return "Redis " + version
                + checks.stream()
                        .filter(check -> !check.ok() || "appendfsync".equals(check.name()))
                        .map(check -> (check.ok() ? ", " : "; WARNING: ") + check.detail())
                        .collect(Collectors.joining());
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
