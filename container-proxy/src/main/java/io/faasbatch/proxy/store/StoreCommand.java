package io.faasbatch.proxy.store;

import io.faasbatch.api.StoreException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** One command on its way to Redis; its answer is empty bytes' absence as null. All may be sent again after a broken connection. */
sealed interface StoreCommand {

    CommandArguments arguments();

    void answered(@Nullable Object reply);

    void failed(StoreException cause);

    /** {@code HGET}: several callers may wait for its one answer; once it is there, {@code detach} lets nobody else join. */
    record Read(StorePlace place, CompletableFuture<byte @Nullable []> answer, Runnable detach)
            implements StoreCommand {

        @Override
        public CommandArguments arguments() {
            return new CommandArguments(Command.HGET).add(place.hash()).add(place.field());
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

    /** {@code HSET}. The value is not to be changed until it is answered. */
    final class Write implements StoreCommand {

        private final StorePlace place;
        private final byte[] value;
        private final CompletableFuture<@Nullable Void> answer;

        Write(StorePlace place, byte[] value, CompletableFuture<@Nullable Void> answer) {
            this.place = place;
            this.value = value;
            this.answer = answer;
        }

        @Override
        public CommandArguments arguments() {
            return new CommandArguments(Command.HSET)
                    .add(place.hash())
                    .add(place.field())
                    .add(value);
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

    /** {@code PEXPIRE}: what is not ended with its execution ends by itself. */
    record Expire(String hash, long milliseconds, CompletableFuture<@Nullable Void> answer) implements StoreCommand {

        @Override
        public CommandArguments arguments() {
            return new CommandArguments(Command.PEXPIRE).add(hash).add(milliseconds);
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
