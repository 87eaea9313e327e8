package io.faasbatch.engine.execution;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of an execution from outside.
 *
 * @param cancel it is to end as cancelled
 * @param pausedAt since when nothing new is to be begun; null when it is not paused
 */
public record Control(boolean cancel, @Nullable Instant pausedAt) {

    public static final Control NONE = new Control(false, null);

    public boolean paused() {
        return pausedAt != null;
    }
}
