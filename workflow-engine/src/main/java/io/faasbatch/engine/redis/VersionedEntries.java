package io.faasbatch.engine.redis;

import io.faasbatch.engine.storage.Page;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Named things with versions, of which one is current: a hash per name, a hash per version, and a sorted set of the names. A version that is
 * no longer current expires.
 */
final class VersionedEntries {

    private final Redis redis;
    private final String kind;
    private final Duration versionRetention;

    /** @param kind {@code function} or {@code workflow} */
    VersionedEntries(Redis redis, String kind, Duration versionRetention) {
        this.redis = redis;
        this.kind = kind;
        this.versionRetention = versionRetention;
    }

    /** @param archive may be empty @return whether the name is new */
    boolean put(String name, String version, byte[] definition, byte[] archive) {
        long fresh = redis.number(
                Script.CATALOG_PUT,
                keys(name),
                List.of(
                        Json.bytes(name),
                        Json.bytes(version),
                        definition,
                        archive,
                        Json.bytes(versionRetention.toMillis())));
        return fresh == 1;
    }

    Optional<byte[]> current(String name) {
        return redis.find(commands -> commands.hget(currentKey(name), "definition"));
    }

    Optional<byte[]> version(String name, String version) {
        return redis.find(commands -> commands.hget(versions(name) + version, "definition"));
    }

    Optional<byte[]> archive(String name, String version) {
        return redis.find(commands -> commands.hget(versions(name) + version, "archive"));
    }

    /** Definitions by name, after the name {@code cursor}. */
    Page<byte[]> page(Optional<String> cursor, int limit) {
        Range<byte[]> range = cursor.map(name ->
                        Range.from(Range.Boundary.excluding(Json.bytes(name)), Range.Boundary.<byte[]>unbounded()))
                .orElseGet(Range::unbounded);
        List<String> names =
                redis.call(commands -> commands.zrangebylex(names(), range, Limit.create(0, limit + 1L))).stream()
                        .map(Json::text)
                        .toList();
        List<String> shown = names.subList(0, Math.min(limit, names.size()));
        List<byte[]> definitions = redis.findAll(definitionsOf(shown)).stream()
                .flatMap(Optional::stream)
                .toList();
        return new Page<>(definitions, names.size() > limit ? Optional.of(shown.getLast()) : Optional.empty());
    }

    boolean delete(String name) {
        long gone = redis.number(
                Script.CATALOG_DELETE, keys(name), List.of(Json.bytes(name), Json.bytes(versionRetention.toMillis())));
        return gone == 1;
    }

    private List<Redis.Command<byte[]>> definitionsOf(List<String> names) {
        return names.stream()
                .map(name -> (Redis.Command<byte[]>) commands -> commands.hget(currentKey(name), "definition"))
                .toList();
    }

    private List<String> keys(String name) {
        return List.of(currentKey(name), names(), versions(name));
    }

    private String currentKey(String name) {
        return Keys.PREFIX + kind + ":" + name;
    }

    private String versions(String name) {
        return currentKey(name) + ":version:";
    }

    private String names() {
        return Keys.PREFIX + kind + "s";
    }
}
