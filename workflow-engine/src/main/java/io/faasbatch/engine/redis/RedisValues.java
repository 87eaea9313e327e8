package io.faasbatch.engine.redis;

import io.faasbatch.engine.value.ValueMissingException;
import io.faasbatch.engine.value.ValueStore;
import io.faasbatch.protocol.ValueReference;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/** A key per value, which expires. Thread-safe. */
final class RedisValues implements ValueStore {

    private static final int NAME_BYTES = 16;

    private final Redis redis;
    private final Duration retention;
    private final SecureRandom random = new SecureRandom();

    RedisValues(Redis redis, Duration retention) {
        this.redis = redis;
        this.retention = retention;
    }

    @Override
    public byte[] load(ValueReference reference) {
        return redis.<byte[]>find(commands -> commands.hget(reference.key(), ValueReference.FIELD))
                .orElseThrow(() -> new ValueMissingException(reference));
    }

    @Override
    public ValueReference keep(String scope, byte[] value, String contentType) {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        ValueReference reference = new ValueReference(
                ValueReference.keysOf(scope) + HexFormat.of().formatHex(name), value.length, contentType);
        redis.call(commands -> commands.hset(reference.key(), ValueReference.FIELD, value));
        redis.call(commands -> commands.pexpire(reference.key(), retention));
        return reference;
    }
}
