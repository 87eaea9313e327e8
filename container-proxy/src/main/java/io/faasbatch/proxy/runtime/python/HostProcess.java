package io.faasbatch.proxy.runtime.python;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * One running interpreter. Its reader thread hands over every frame and, after the last one, how the process ended; its
 * writer thread sends what {@link #send} was given. Nobody who sends ever waits for the pipe, so the reader never does, and the
 * two sides cannot wait for each other.
 */
final class HostProcess implements AutoCloseable {

    /** Hears of the frames and the end of a host, always in its reader thread. */
    interface Events {
        void received(Frame frame);

        /** The process is gone and no frame will come; called once. */
        void died(String reason);
    }

    private static final Duration END_GRACE = Duration.ofSeconds(2);
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SIGNAL_BASE = 128;

    private final Process process;
    private final JsonMapper mapper;
    private final BlockingQueue<Frame> outgoing = new LinkedBlockingQueue<>();
    private final Thread writer;

    private HostProcess(Process process, JsonMapper mapper) {
        this.process = process;
        this.mapper = mapper;
        this.writer = new Thread(this::write, "python-writer-" + process.pid());
        writer.setDaemon(true);
    }

    /** Starts the interpreter and begins to send it its program; {@link #listen} makes it complete. */
    static HostProcess start(JsonMapper mapper, Map<String, String> environment) {
        try {
            HostProcess host = new HostProcess(HostProgram.command(environment).start(), mapper);
            host.send(HostProgram.modules(mapper));
            host.writer.start();
            return host;
        } catch (IOException e) {
            throw new UncheckedIOException("The Python interpreter cannot be started", e);
        }
    }

    /** Starts to read. To be called once. */
    void listen(Events events) {
        Thread reader = new Thread(() -> read(events), "python-reader-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    void send(Frame frame) {
        outgoing.add(frame);
    }

    long pid() {
        return process.pid();
    }

    /** Closes the host's stdin, on which it kills its children and ends; kills it when it does not. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            if (!process.waitFor(END_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void write() {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER_BYTES))) {
            while (!Thread.currentThread().isInterrupted()) {
                outgoing.take().write(out, mapper);
                if (outgoing.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The host no longer reads: it has died, or is about to; the reader sees it and tells.
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void read(Events events) {
        String fault = "";
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER_BYTES))) {
            Optional<Frame> frame = Frame.read(in, mapper);
            while (frame.isPresent()) {
                events.received(frame.get());
                frame = Frame.read(in, mapper);
            }
        } catch (IOException | RuntimeException e) {
            fault = " (" + e
                    + ")"; // goes to everybody who waits for this host; none of its later frames can be trusted
        }
        kill();
        writer.interrupt();
        events.died(howItEnded() + fault);
    }

    private String howItEnded() {
        try {
            int code = process.waitFor();
            return code > SIGNAL_BASE
                    ? "the Python host was killed by signal " + (code - SIGNAL_BASE)
                    : "the Python host ended with exit code " + code;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the Python host ended";
        }
    }
}
