package io.faasbatch.proxy.runtime.jvm;

import io.faasbatch.api.Handler;

/** The parent of a function's classes: it knows the JDK and the function API, and nothing else of this program. */
final class ApiOnlyLoader extends ClassLoader {

    private static final String API = Handler.class.getPackageName() + ".";

    static {
        registerAsParallelCapable();
    }

    ApiOnlyLoader() {
        super("faasbatch-api", getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (name.startsWith(API)) {
            return Class.forName(name, false, Handler.class.getClassLoader());
        }
        throw new ClassNotFoundException(name);
    }
}
