package io.faasbatch.proxy.runtime.jvm;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where a function's classes are looked for inside its code: the root, {@code classes/}, and the jars of both root and {@code lib/}. */
final class ClassPath {

    private ClassPath() {}

    static URL[] of(Path codeDir) throws IOException {
        List<Path> places = new ArrayList<>();
        places.add(codeDir);
        places.add(codeDir.resolve("classes"));
        places.addAll(jars(codeDir));
        places.addAll(jars(codeDir.resolve("lib")));
        List<URL> urls = new ArrayList<>();
        for (Path place : places) {
            if (Files.exists(place)) {
                urls.add(place.toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static List<Path> jars(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
