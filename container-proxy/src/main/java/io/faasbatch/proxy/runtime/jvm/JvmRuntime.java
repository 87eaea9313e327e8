package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.protocol.InitRequest;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.RunListener;
import io.faasbatch.proxy.runtime.RunRequest;
import io.faasbatch.proxy.runtime.Services;
import io.faasbatch.proxy.runtime.SharedCount;
import io.faasbatch.proxy.runtime.StopReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A loaded Java function; each invocation has a virtual thread of its own.
 *
 * <p>Virtual threads are not taken off their carrier while they compute. With as many carriers as cores, the usual number,
 * one invocation that computes for long would keep all those behind it from starting; the program therefore runs with 64
 * carriers (see {@code ContainerProxy}), among which the operating system shares the cores fairly.
 */
final class JvmRuntime implements FunctionRuntime {

    private final LoadedHandler handler;
    private final ClassLoader loader;
    private final Map<String, String> env;
    private final Services services;
    private final int maxLogBytes;
    private final SharedObjects objects = new SharedObjects();
    private final ConcurrentMap<String, JvmInvocation> unfinished = new ConcurrentHashMap<>();

    JvmRuntime(LoadedHandler handler, ClassLoader loader, InitRequest settings, Services services, int maxLogBytes) {
        this.handler = handler;
        this.loader = loader;
        this.env = settings.env();
        this.services = services;
        this.maxLogBytes = maxLogBytes;
    }

    @Override
    public void start(RunRequest request, RunListener listener) {
        JvmInvocation invocation = new JvmInvocation(
                request,
                listener,
                new CapturedOutput(maxLogBytes, ContainerOutput.STDERR),
                unfinished::remove,
                handler,
                new JvmContext(request, env, objects, services),
                loader);
        unfinished.put(request.id(), invocation);
        invocation.start();
    }

    @Override
    public void stop(String invocationId, StopReason reason) {
        JvmInvocation invocation = unfinished.get(invocationId);
        if (invocation != null) {
            invocation.stop(reason);
        }
    }

    @Override
    public SharedCount shared() {
        return objects.count();
    }

    /** The class loader stays open: a thread that does not end may still need a class. */
    @Override
    public void close() {
        List.copyOf(unfinished.values()).forEach(invocation -> invocation.stop(StopReason.SHUTDOWN));
    }
}
