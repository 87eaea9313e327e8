package io.faasbatch.engine.redis;

import java.util.List;

/**
 * How Redis is.
 *
 * @param version empty when it is down
 * @param appendOnly when accepted work is on disk: {@code always}, {@code everysec}, {@code no}, {@code off} or {@code unknown}
 * @param evictionPolicy Redis' {@code maxmemory-policy}; anything but {@code noeviction} may drop accepted work
 * @param safe whether nothing in these settings loses accepted work
 * @param sentence the same for a person
 * @param checks each setting that durability rests on; none while it is down
 */
public record RedisHealth(
        boolean up,
        String version,
        String appendOnly,
        String evictionPolicy,
        boolean safe,
        String sentence,
        List<Check> checks) {

    public RedisHealth {
        checks = List.copyOf(checks);
    }

    /**
     * One thing that was looked at.
     *
     * @param name {@code version}, {@code appendonly}, {@code appendfsync} or {@code maxmemory-policy}
     * @param detail how it is, and what can be lost with it
     */
    public record Check(String name, boolean ok, String detail) {}
}
