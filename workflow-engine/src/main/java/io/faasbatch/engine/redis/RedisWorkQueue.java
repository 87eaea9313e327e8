package io.faasbatch.engine.redis;

import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.worker.WorkItem;
import io.faasbatch.engine.worker.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A sorted set of all that was accepted and has not ended, by the time when it may be claimed. */
final class RedisWorkQueue implements WorkQueue {

    /** How long a worker relies on messages before it looks again by itself. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Redis redis;
    private final RedisSettings settings;
    private final Channels channels;
    private final Claims claims;
    private final Wake wake = new Wake();

    RedisWorkQueue(Redis redis, Json json, RedisSettings settings, Channels channels, String worker) {
        this.redis = redis;
        this.settings = settings;
        this.channels = channels;
        this.claims = new Claims(redis, json, settings, worker);
        var _ = channels.listen(Keys.WAKE, message -> wake.signal());
    }

    /** Empty also when the thread is interrupted. */
    @Override
    public List<WorkItem> take(int max, Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = wake.count();
            Claims.Look look = claims.look(max);
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!look.items().isEmpty() || !left.isPositive()) {
                return look.items();
            }
            try {
                wake.await(seen, shortest(left, look.next().orElse(LOOK_AGAIN)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return List.of();
            }
        }
    }

    @Override
    public Renewal renew(Collection<WorkItem> items) {
        Map<String, WorkItem> byMember = new HashMap<>();
        List<byte[]> arguments =
                new ArrayList<>(List.of(Json.bytes(settings.lease().toMillis())));
        for (WorkItem item : items) {
            byMember.put(Claims.member(item), item);
            arguments.add(Json.bytes(Claims.member(item)));
            arguments.add(Json.bytes(Claims.token(item)));
        }
        Set<WorkItem> lost = new HashSet<>();
        Set<ExecutionId> requested = new HashSet<>();
        Set<WorkItem.InvocationWork> cancelled = new HashSet<>();
        for (String answer : redis.texts(Script.DUE_RENEW, List.of(Keys.DUE), arguments)) {
            WorkItem item = byMember.get(answer.substring(1));
            if (item != null && answer.startsWith("-")) {
                lost.add(item);
            } else if (item instanceof WorkItem.ExecutionWork work) {
                requested.add(work.owner().execution());
            } else if (item instanceof WorkItem.InvocationWork call) {
                cancelled.add(call);
            }
        }
        return new Renewal(lost, requested, cancelled);
    }

    @Override
    public void release(WorkItem item) {
        String holder = switch (item) {
            case WorkItem.ExecutionWork work -> Keys.execution(work.owner().execution());
            case WorkItem.InvocationWork work -> Keys.invocationCall(work.id());
        };
        redis.number(
                Script.DUE_RELEASE,
                List.of(Keys.DUE, holder),
                List.of(Json.bytes(Claims.member(item)), Json.bytes(Claims.token(item)), Json.bytes(Keys.WAKE)));
    }

    @Override
    public void listen(Consumer<ExecutionId> requested) {
        var _ = channels.listen(Keys.REQUESTS, id -> requested.accept(new ExecutionId(id)));
    }

    private static Duration shortest(Duration left, Duration next) {
        Duration look = next.compareTo(LOOK_AGAIN) < 0 ? next : LOOK_AGAIN;
        return left.compareTo(look) < 0 ? left : look;
    }
}
