package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.protocol.ErrorDetail;
import io.faasbatch.protocol.InitRequest;
import io.faasbatch.proxy.runtime.FunctionRuntime;
import io.faasbatch.proxy.runtime.InitException;
import io.faasbatch.proxy.runtime.RuntimeLoader;
import io.faasbatch.proxy.runtime.Services;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Loads functions written against {@code io.faasbatch.api}. Their classes see the JDK, that API and each other; nothing of
 * this program, so that a function may bring whichever version of a library it likes.
 */
public final class JvmLoader implements RuntimeLoader {

    /** How long static initialisers and the constructor may take. */
    private static final Duration INIT_TIMEOUT = Duration.ofSeconds(60);

    private final JsonMapper json;
    private final int maxLogBytes;

    /** @param maxLogBytes how much of an invocation's output is kept */
    public JvmLoader(JsonMapper json, int maxLogBytes) {
        this.json = json.rebuild().addModule(new BinaryModule()).build();
        this.maxLogBytes = maxLogBytes;
    }

    @Override
    public String runtime() {
        return "java";
    }

    /** The function's classes and threads were in this program. */
    @Override
    public boolean leavesNothing() {
        return false;
    }

    @Override
    public void renew() {
        throw new IllegalStateException("a function of this program is never over");
    }

    @Override
    public FunctionRuntime load(InitRequest settings, Path codeDir, Services services) throws InitException {
        OutputRouter.install();
        try {
            URLClassLoader loader = new URLClassLoader(ClassPath.of(codeDir), new ApiOnlyLoader());
            LoadedHandler handler = await(settings.handler(), loader);
            return new JvmRuntime(handler, loader, settings, services, maxLogBytes);
        } catch (IOException e) {
            throw new InitException(ErrorDetail.of("CodeNotReadable", String.valueOf(e.getMessage())));
        }
    }

    /** User code runs here already, so it has a thread that can be left behind. */
    private LoadedHandler await(String className, ClassLoader loader) throws InitException {
        FutureTask<LoadedHandler> loading = new FutureTask<>(() -> LoadedHandler.load(className, loader, json));
        Thread thread = Thread.ofPlatform().name("init").daemon().unstarted(loading);
        thread.setContextClassLoader(loader);
        thread.start();
        try {
            return loading.get(INIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InitException init
                    ? init
                    : new InitException(UserError.of(e.getCause() == null ? e : e.getCause()));
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new InitException(ErrorDetail.of(
                    ErrorDetail.TIMEOUT, className + " was not made within " + INIT_TIMEOUT.toSeconds() + " s"));
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InitException(ErrorDetail.of(ErrorDetail.CANCELLED, "the container was stopped"));
        }
    }
}
