package io.faasbatch.proxy;

import io.faasbatch.proxy.value.ValueLimits;
import java.util.Map;
import java.util.Optional;

/**
 * What one container takes and gives at most. Each has an environment variable of the name given here.
 *
 * @param initBytes {@code FAASBATCH_PROXY_MAX_INIT_BYTES}, body of {@code POST /init}; default 64 MiB
 * @param batchBytes {@code FAASBATCH_PROXY_MAX_BATCH_BYTES}, body of {@code POST /batch}; default 64 MiB
 * @param batchInvocations {@code FAASBATCH_PROXY_MAX_BATCH_INVOCATIONS}; default 10000
 * @param codeEntries {@code FAASBATCH_PROXY_MAX_CODE_ENTRIES}, files of the function's archive; default 10000
 * @param codeBytes {@code FAASBATCH_PROXY_MAX_CODE_BYTES}, their size unpacked; default 512 MiB
 * @param outputBytes {@code FAASBATCH_PROXY_MAX_OUTPUT_BYTES}, JSON one invocation returns; default 6 MiB
 * @param logBytes {@code FAASBATCH_PROXY_MAX_LOG_BYTES}, what is kept of one invocation's stdout and stderr; default 64 KiB
 * @param storeValueBytes {@code FAASBATCH_PROXY_MAX_STORE_VALUE_BYTES}, one value in Redis, of intermediate data or of an
 *     input or output; default 64 MiB
 * @param httpBytes {@code FAASBATCH_PROXY_MAX_HTTP_BYTES}, body of one answer to {@code context.http}; default 16 MiB
 * @param inlineBytes {@code FAASBATCH_PROXY_MAX_INLINE_BYTES}, about, of a step's output that is not written to Redis; default 64 KiB
 */
record Limits(
        long initBytes,
        long batchBytes,
        int batchInvocations,
        int codeEntries,
        long codeBytes,
        int outputBytes,
        int logBytes,
        long storeValueBytes,
        int httpBytes,
        int inlineBytes) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    static Limits from(Map<String, String> env) {
        return new Limits(
                limit(env, "INIT_BYTES", 64 * MIB),
                limit(env, "BATCH_BYTES", 64 * MIB),
                Math.toIntExact(limit(env, "BATCH_INVOCATIONS", 10_000)),
                Math.toIntExact(limit(env, "CODE_ENTRIES", 10_000)),
                limit(env, "CODE_BYTES", 512 * MIB),
                Math.toIntExact(limit(env, "OUTPUT_BYTES", 6 * MIB)),
                Math.toIntExact(limit(env, "LOG_BYTES", 64 * KIB)),
                limit(env, "STORE_VALUE_BYTES", 64 * MIB),
                Math.toIntExact(limit(env, "HTTP_BYTES", 16 * MIB)),
                Math.toIntExact(limit(env, "INLINE_BYTES", ValueLimits.DEFAULT_INLINE_BYTES)));
    }

    /** @param most what the function is given as the most bytes of one value */
    ValueLimits values(Optional<Long> most) {
        return new ValueLimits(inlineBytes, outputBytes, Math.min(storeValueBytes, most.orElse(storeValueBytes)));
    }

    private static long limit(Map<String, String> env, String name, long otherwise) {
        return ProxyConfig.number(env, "FAASBATCH_PROXY_MAX_" + name, otherwise, 1, Integer.MAX_VALUE);
    }
}
