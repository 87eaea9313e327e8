package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Context;
import io.faasbatch.api.Http;
import io.faasbatch.api.Key;
import io.faasbatch.api.Store;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.Services;
import io.faasbatch.proxy.store.IntermediateData;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What one invocation is given. */
record JvmContext(RunRequest request, Map<String, String> env, SharedObjects objects, Services services)
        implements Context {

    @Override
    public String invocationId() {
        return request.id();
    }

    @Override
    public Optional<String> executionId() {
        return request.context().executionId();
    }

    @Override
    public Optional<String> step() {
        return request.context().step();
    }

    @Override
    public int attempt() {
        return request.context().attempt();
    }

    @Override
    public Duration remaining() {
        Duration left = Duration.between(Instant.now(), request.deadline());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Optional<String> env(String name) {
        return Optional.ofNullable(env.get(name));
    }

    @Override
    public Store store() {
        return new ScopedStore(services.data(), request.scope());
    }

    @Override
    public Http http() {
        return (url, headers) -> services.http().get(url, headers, request.deadline());
    }

    @Override
    public <T> T shared(Key<T> key, Supplier<T> maker) {
        return objects.get(key, maker);
    }

    /** The values of one execution, or of one direct call. */
    private record ScopedStore(IntermediateData data, String scope) implements Store {

        @Override
        public Optional<byte[]> get(String key) {
            return data.get(scope, key);
        }

        @Override
        public void put(String key, byte[] value) {
            data.put(scope, key, value);
        }
    }
}
