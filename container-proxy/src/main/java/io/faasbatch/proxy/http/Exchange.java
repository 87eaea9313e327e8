package io.faasbatch.proxy.http;

import io.faasbatch.api.HttpAnswer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One query under way and how many wait for its answer. The number belongs to {@link HttpReads}, under its lock. */
final class Exchange {

    final HttpQuery query;
    final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
    int waiting;

    @Nullable
    Thread thread;

    Exchange(HttpQuery query) {
        this.query = query;
    }
}
