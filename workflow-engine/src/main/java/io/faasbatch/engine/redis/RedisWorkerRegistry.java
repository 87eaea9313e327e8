package io.faasbatch.engine.redis;

import io.faasbatch.engine.worker.WorkerInfo;
import io.faasbatch.engine.worker.WorkerRegistry;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** A key per worker that expires with its lease, and a set of the workers' ids. */
final class RedisWorkerRegistry implements WorkerRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(RedisWorkerRegistry.class);

    /** Most forgeries that are remembered in order to be logged once. */
    private static final int REMEMBERED_FORGERIES = 1_000;

    private final Redis redis;
    private final Json json;
    private final Signature signature;
    private final Set<String> forged = ConcurrentHashMap.newKeySet();

    RedisWorkerRegistry(Redis redis, Json json, String clusterToken) {
        this.redis = redis;
        this.json = json;
        this.signature = new Signature(clusterToken);
    }

    /** What is stored: the worker as JSON text, and the signature over that text. */
    private record Announcement(String worker, String signature) {}

    @Override
    public void announce(WorkerInfo worker, Duration lease) {
        String text = Json.text(json.write(worker));
        byte[] announcement = json.write(new Announcement(text, signature.of(text)));
        redis.call(commands -> commands.set(Keys.worker(worker.id()), announcement, new SetArgs().px(lease)));
        redis.call(commands -> commands.sadd(Keys.WORKERS, Json.bytes(worker.id())));
    }

    @Override
    public void withdraw(String workerId) {
        redis.call(commands -> commands.del(Keys.worker(workerId)));
        redis.call(commands -> commands.srem(Keys.WORKERS, Json.bytes(workerId)));
    }

    @Override
    public List<WorkerInfo> alive() {
        List<String> ids = redis.call(commands -> commands.smembers(Keys.WORKERS)).stream()
                .map(Json::text)
                .sorted()
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        String[] keys = ids.stream().map(Keys::worker).toArray(String[]::new);
        List<KeyValue<String, byte[]>> announcements = redis.call(commands -> commands.mget(keys));
        forgetGone(announcements);
        return announcements.stream()
                .filter(KeyValue::hasValue)
                .flatMap(found -> read(found.getKey(), found.getValue()).stream())
                .toList();
    }

    /** One that announces itself again in this moment is in the set again with its next announcement. */
    private void forgetGone(List<KeyValue<String, byte[]>> announcements) {
        byte[][] gone = announcements.stream()
                .filter(found -> !found.hasValue())
                .map(found ->
                        Json.bytes(found.getKey().substring(Keys.worker("").length())))
                .toArray(byte[][]::new);
        if (gone.length > 0) {
            redis.call(commands -> commands.srem(Keys.WORKERS, gone));
        }
    }

    private Optional<WorkerInfo> read(String key, byte[] stored) {
        try {
            Announcement announcement = json.read(stored, Announcement.class);
            if (announcement.worker() != null && signature.matches(announcement.worker(), announcement.signature())) {
                WorkerInfo worker = json.read(Json.bytes(announcement.worker()), WorkerInfo.class);
                if (key.equals(Keys.worker(worker.id()))) {
                    return Optional.of(worker);
                }
            }
        } catch (JacksonException e) {
            LOG.debug("{} is not an announcement", key, e);
        }
        if (forged.size() < REMEMBERED_FORGERIES && forged.add(key)) {
            LOG.warn("{} does not carry this cluster's signature and is overlooked", key);
        }
        return Optional.empty();
    }
}
