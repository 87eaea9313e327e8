package io.faasbatch.gateway.api;

import io.faasbatch.engine.execution.ExecutionEvent;
import io.faasbatch.engine.execution.ExecutionId;
import io.faasbatch.engine.execution.ExecutionStatus;
import io.faasbatch.engine.execution.ExecutionStore;
import io.faasbatch.engine.storage.StorageUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events of one execution as a client reads them (server-sent events). It is pulled: a piece is read from the store only when the client has
 * taken the one before, so a slow client holds one piece. Used by one thread at a time.
 */
final class EventStream implements AutoCloseable {

    /** Most events of one piece. */
    static final int PIECE = 100;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final ExecutionStore store;
    private final ExecutionId id;
    private final Duration heartbeat;
    private Optional<String> after;
    private @Nullable Bell bell;
    private boolean greeted;
    private boolean over;
    private long spoke = System.nanoTime();

    /**
     * @param after the event that the client had last
     * @param heartbeat longest silence on the wire
     */
    EventStream(ExecutionStore store, ExecutionId id, Optional<String> after, Duration heartbeat) {
        this.store = store;
        this.id = id;
        this.after = after;
        this.heartbeat = heartbeat;
    }

    /** The next piece: events, or a heartbeat; empty when the execution has ended and everything was told. Waits. */
    Optional<byte[]> next() throws InterruptedException {
        if (over) {
            return Optional.empty();
        }
        if (!greeted) {
            greeted = true;
            return Optional.of(HEARTBEAT);
        }
        Optional<byte[]> piece = pull();
        while (piece.isEmpty() && untilHeartbeat().isPositive()) {
            pause();
            piece = pull();
        }
        spoke = System.nanoTime();
        return Optional.of(piece.orElse(HEARTBEAT));
    }

    /** While Redis is away there is nothing to tell; the client is kept. */
    private Optional<byte[]> pull() {
        try {
            if (bell == null) {
                bell = new Bell(store, id);
            }
            // Asked first: when it has ended by now, the events that are read next are all there are.
            Optional<ExecutionStatus> status = store.status(id);
            List<ExecutionEvent> events = store.events(id, after, PIECE);
            if (!events.isEmpty()) {
                after = Optional.of(events.getLast().id());
                return Optional.of(text(events));
            }
            over = status.map(ExecutionStatus::ended).orElse(true);
            return over ? Optional.of(ending(status)) : Optional.empty();
        } catch (StorageUnavailableException e) {
            return Optional.empty();
        }
    }

    private void pause() throws InterruptedException {
        if (bell == null) {
            Thread.sleep(Bell.LONGEST_PAUSE);
        } else {
            bell.await(untilHeartbeat());
        }
    }

    private Duration untilHeartbeat() {
        return heartbeat.minusNanos(System.nanoTime() - spoke);
    }

    private static byte[] text(List<ExecutionEvent> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append("id: ")
                .append(event.id())
                .append("\nevent: ")
                .append(event.type())
                .append("\ndata: ")
                .append(event.data())
                .append("\n\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** It has no id, so a client that connects again begins after the last event. */
    private static byte[] ending(Optional<ExecutionStatus> status) {
        String data = status.map(known -> "{\"status\":\"" + known + "\"}").orElse("{}");
        return ("event: end\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (bell != null) {
            bell.close();
        }
    }
}
