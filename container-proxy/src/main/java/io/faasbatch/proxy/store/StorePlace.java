package io.faasbatch.proxy.store;

import java.util.Optional;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Where a value is in Redis: a field of a hash, or all of a key. */
record StorePlace(String key, Optional<String> field) {

    static StorePlace whole(String key) {
        return new StorePlace(key, Optional.empty());
    }

    CommandArguments reading() {
        return field.map(
                        name -> new CommandArguments(Command.HGET).add(key).add(name))
                .orElseGet(() -> new CommandArguments(Command.GET).add(key));
    }

    CommandArguments writing(byte[] value) {
        return field.map(name ->
                        new CommandArguments(Command.HSET).add(key).add(name).add(value))
                .orElseGet(() -> new CommandArguments(Command.SET).add(key).add(value));
    }
}
