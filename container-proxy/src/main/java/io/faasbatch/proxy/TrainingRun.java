package io.faasbatch.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Goes through all this program does, on a server and a code directory of its own: once for all, so that the JVM can put the classes it needs into an AOT cache ({@code java
 * -XX:AOTCacheOutput=FILE -jar container-proxy.jar --train [runtime]}), and in a container that waits for a function, so that the way is compiled when it comes.
 */
final class TrainingRun {

    private static final int BATCHES = 20;

    /** How often a waiting container goes through everything, and with how many batches each time: until what a batch takes is compiled. */
    private static final int REHEARSALS = 4;

    private static final int REHEARSED_BATCHES = 80;

    /** After each batch a waiting container rests this many times as long as that took: nobody waits for it, and the cores are others'. */
    private static final int REST = 4;

    private static final String CLASS_FILE = TrainingFunction.class.getName().replace('.', '/') + ".class";

    private TrainingRun() {}

    /** Ends early when it is interrupted. */
    static void rehearse(String runtime) throws IOException, InterruptedException {
        for (int i = 0; i < REHEARSALS && !Thread.currentThread().isInterrupted(); i++) {
            run(runtime, REHEARSED_BATCHES, REST);
        }
    }

    static void run(String runtime) throws IOException, InterruptedException {
        run(runtime, BATCHES, 0);
    }

    /** Fails when any of the answers is not the right one: a cache from a broken run would go unnoticed. */
    private static void run(String runtime, int batches, int rest) throws IOException, InterruptedException {
        Path codeDir = Files.createTempDirectory("training");
        ProxyConfig config = ProxyConfig.from(Map.of(
                "FAASBATCH_PROXY_HOST", "127.0.0.1",
                "FAASBATCH_PROXY_PORT", "0",
                "FAASBATCH_CODE_DIR", codeDir.toString()));
        try (ProxyServer server = ProxyServer.start(config, (reason, outOfMemory) -> {})) {
            expect("\"new\"", call(server, "GET", "/status", ""));
            expect("\"ready\"", call(server, "POST", "/init", init(runtime)));
            for (int round = 0; round < batches; round++) {
                long began = System.nanoTime();
                expect("\"ok\"", call(server, "POST", "/batch", batch(round)));
                TimeUnit.NANOSECONDS.sleep(rest * (System.nanoTime() - began));
            }
            expect("\"batches\":" + batches, call(server, "GET", "/metrics", ""));
        } finally {
            Directories.empty(codeDir);
            Files.delete(codeDir);
        }
    }

    private static String init(String runtime) throws IOException {
        return switch (runtime) {
            case "java" -> init(runtime, TrainingFunction.class.getName(), CLASS_FILE, ownClass());
            case "python3" -> init(runtime, "main:handle", "main.py", """
                    def handle(input, context):
                        print("training")
                        return input
                    """.getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException("no training for runtime " + runtime);
        };
    }

    private static String init(String runtime, String handler, String file, byte[] content) throws IOException {
        return """
                {"function":"training","version":"1","runtime":"%s","handler":"%s","isolation":"thread","concurrency":4,
                 "cpus":1,"timeoutMillis":10000,"shared":[],"env":{"A":"b"},"code":"%s"}""".formatted(runtime, handler, Base64.getEncoder().encodeToString(zip(file, content)));
    }

    private static String batch(int round) {
        return """
                {"batchId":"b%d","function":"training","invocations":[
                 {"id":"i%d","input":{"a":[1,2.5,"x",null,true]},"context":{"executionId":"e","step":"s","attempt":1},
                  "deadline":"2100-01-01T00:00:00Z"}]}""".formatted(round, round);
    }

    private static byte[] ownClass() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TrainingRun.class.getClassLoader().getResourceAsStream(CLASS_FILE), CLASS_FILE)) {
            return in.readAllBytes();
        }
    }

    private static byte[] zip(String file, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(file));
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static String call(ProxyServer server, String method, String path, String body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + server.port() + path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void expect(String part, String answer) throws IOException {
        if (!answer.contains(part)) {
            throw new IOException("expected " + part + " in " + answer);
        }
    }
}
