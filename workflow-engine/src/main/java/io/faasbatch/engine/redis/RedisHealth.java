package io.faasbatch.engine.redis;

/**
 * How Redis is.
 *
 * @param version empty when it is down
 * @param appendOnly when accepted work is on disk: {@code always}, {@code everysec}, {@code no}, {@code off} or {@code unknown}
 * @param evictionPolicy Redis' {@code maxmemory-policy}; anything but {@code noeviction} may drop accepted work
 * @param safe whether nothing in these settings loses accepted work
 * @param sentence the same for a person
 */
public record RedisHealth(
        boolean up, String version, String appendOnly, String evictionPolicy, boolean safe, String sentence) {}
