package io.faasbatch.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A closed-loop load driver: each of N clients sends its next request when it has the answer to the last. Prints one row
 * of a Markdown table.
 *
 * <p>Closed loops under-report the latency of a server that stalls; they are right for the question asked here, which is
 * how long a call takes and how many fit into a second when the callers wait for their answers.
 */
public final class LoadDriver {

    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest request;

    private LoadDriver(URI url, String key) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(url)
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"n\":1}", StandardCharsets.UTF_8));
        if (!key.isEmpty()) {
            builder.header("Authorization", "Bearer " + key);
        }
        request = builder.build();
    }

    /**
     * Arguments: name of the row, URL, clients, seconds. The API key is taken from the environment variable
     * {@code FAASBATCH_API_KEY}; a warm-up of fifteen seconds comes first, because a JVM that has just started is several times slower.
     */
    public static void main(String[] args) throws InterruptedException, ExecutionException {
        String key = System.getenv().getOrDefault("FAASBATCH_API_KEY", "");
        LoadDriver driver = new LoadDriver(URI.create(args[1]), key);
        int clients = Integer.parseInt(args[2]);
        Duration length = Duration.ofSeconds(Long.parseLong(args[3]));
        driver.run(clients, WARM_UP);
        Result result = driver.run(clients, length);
        print(System.out, args[0], clients, result);
        if (result.failed() > 0) {
            System.exit(1);
        }
    }

    private static void print(PrintStream out, String name, int clients, Result result) {
        out.printf(
                "| %s | %d | %.2f | %.2f | %.0f | %d |%n",
                name,
                clients,
                result.latencies().percentileMillis(0.5),
                result.latencies().percentileMillis(0.99),
                result.latencies().count() / (result.nanos() / 1e9),
                result.failed());
    }

    private Result run(int clients, Duration length) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + length.toNanos();
        List<Future<Client>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> new Client().runUntil(end)));
            }
        }
        long nanos = System.nanoTime() - start;
        long failed = 0;
        List<long[]> parts = new ArrayList<>();
        for (Future<Client> future : running) {
            failed += future.get().failed;
            parts.add(future.get().succeeded());
        }
        return new Result(
                new Latencies(parts.stream().flatMapToLong(Arrays::stream).toArray()), failed, nanos);
    }

    /** One client's loop; used by one thread. */
    private final class Client {

        private long[] nanos = new long[1024];
        private int count;
        private long failed;

        Client runUntil(long end) throws InterruptedException {
            while (System.nanoTime() < end) {
                long sent = System.nanoTime();
                if (isAnswered()) {
                    add(System.nanoTime() - sent);
                } else {
                    failed++;
                }
            }
            return this;
        }

        private boolean isAnswered() throws InterruptedException {
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
            } catch (IOException e) {
                return false;
            }
        }

        private void add(long value) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = value;
        }

        long[] succeeded() {
            return Arrays.copyOf(nanos, count);
        }
    }

    private record Result(Latencies latencies, long failed, long nanos) {}
}
