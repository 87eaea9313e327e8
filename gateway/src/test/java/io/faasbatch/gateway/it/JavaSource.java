package io.faasbatch.gateway.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles a function's one class against the function API. */
final class JavaSource {

    private static final Path API = Path.of("..", "function-api", "target", "classes");

    private JavaSource() {}

    /** The class file of a public class, in no package, without classes inside it. */
    static byte[] compile(String className, String source) {
        try {
            Path folder = Files.createTempDirectory("java-source");
            Path file = Files.writeString(folder.resolve(className + ".java"), source);
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "-proc:none",
                            "-cp",
                            API.toString(),
                            "-d",
                            folder.toString(),
                            file.toString());
            if (status != 0) {
                throw new AssertionError(className + " does not compile");
            }
            byte[] compiled = Files.readAllBytes(folder.resolve(className + ".class"));
            for (Path left : List.of(file, folder.resolve(className + ".class"), folder)) {
                Files.delete(left);
            }
            return compiled;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
