package io.faasbatch.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Body of {@code POST /init}: the code and settings of the one function this container will serve.
 *
 * @param function the function's name
 * @param version the digest of its package
 * @param runtime {@code python3}, {@code java} or {@code nodejs}; {@value #OWN_IMAGE} for that of the container's image
 * @param handler {@code module:function} or {@code package.Class}; may be empty for an image that knows its own
 * @param isolation process when it is absent; Java functions always share one process
 * @param concurrency most invocations that run at a time, at least 1
 * @param cpus cores the container may use, above 0
 * @param timeoutMillis time limit of an invocation that comes without a deadline, above 0
 * @param shared constructors whose results are shared; empty unless {@code isolation} is thread
 * @param env environment of the user code
 * @param code a zip archive in base64
 * @param store where {@code context.store} is kept; empty when the function has none
 * @param maxValueBytes of one value that an input or output refers to; the container's own limit when it is absent
 * @param coalesceHttp whether identical GETs under way are one; not when it is absent
 */
public record InitRequest(
        String function,
        String version,
        String runtime,
        String handler,
        Isolation isolation,
        int concurrency,
        double cpus,
        long timeoutMillis,
        List<String> shared,
        Map<String, String> env,
        String code,
        Optional<StoreAddress> store,
        Optional<Long> maxValueBytes,
        Boolean coalesceHttp) {

    /** The runtime of a function that brings its own image. */
    public static final String OWN_IMAGE = "image";

    public InitRequest {
        Required.text("function", function);
        Required.text("runtime", runtime);
        if (!OWN_IMAGE.equals(runtime)) {
            Required.text("handler", handler);
        }
        handler = handler == null ? "" : handler;
        coalesceHttp = coalesceHttp == null ? Boolean.FALSE : coalesceHttp;
        version = version == null ? "" : version;
        isolation = isolation == null ? Isolation.PROCESS : isolation;
        code = code == null ? "" : code;
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
        }
        if (!(cpus > 0)) {
            throw new IllegalArgumentException("cpus must be above 0: " + cpus);
        }
        if (timeoutMillis < 1) {
            throw new IllegalArgumentException("timeoutMillis must be at least 1: " + timeoutMillis);
        }
        shared = shared == null ? List.of() : List.copyOf(shared);
        env = env == null ? Map.of() : Map.copyOf(env);
        store = store == null ? Optional.empty() : store;
        maxValueBytes = maxValueBytes == null ? Optional.empty() : maxValueBytes;
        if (maxValueBytes.filter(most -> most < 1).isPresent()) {
            throw new IllegalArgumentException("maxValueBytes must be at least 1: " + maxValueBytes.get());
        }
    }
}
