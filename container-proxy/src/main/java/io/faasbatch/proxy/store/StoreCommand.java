package io.faasbatch.proxy.store;

import io.faasbatch.api.StoreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.Protocol.Keyword;

/** One command on its way to Redis; its answer is empty bytes' absence as null. Both may be sent again after a broken connection. */
sealed interface StoreCommand {

    CommandArguments arguments();

    void answered(@Nullable Object reply);

    void failed(StoreException cause);

    /** {@code GET}: several callers may wait for its one answer; once it is there, {@code detach} lets nobody else join. */
    record Read(String key, CompletableFuture<byte @Nullable []> answer, Runnable detach) implements StoreCommand {

        @Override
        public CommandArguments arguments() {
            return new CommandArguments(Command.GET).add(key);
        }

        @Override
        public void answered(@Nullable Object reply) {
            detach.run();
            answer.complete((byte[]) reply);
        }

        @Override
        public void failed(StoreException cause) {
            detach.run();
            answer.completeExceptionally(cause);
        }
    }

    /** {@code SET} with a time to live. */
    final class Write implements StoreCommand {

        private final String key;
        private final byte[] value;
        private final long ttlSeconds;
        private final CompletableFuture<@Nullable Void> answer;

        Write(String key, byte[] value, long ttlSeconds, CompletableFuture<@Nullable Void> answer) {
            this.key = key;
            this.value = value;
            this.ttlSeconds = ttlSeconds;
            this.answer = answer;
        }

        @Override
        public CommandArguments arguments() {
            return new CommandArguments(Command.SET)
                    .add(key)
                    .add(value)
                    .add(Keyword.EX)
                    .add(ttlSeconds);
        }

        @Override
        public void answered(@Nullable Object reply) {
            answer.complete(null);
        }

        @Override
        public void failed(StoreException cause) {
            answer.completeExceptionally(cause);
        }
    }
}
