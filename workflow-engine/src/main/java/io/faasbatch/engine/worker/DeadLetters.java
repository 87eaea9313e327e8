package io.faasbatch.engine.worker;

import io.faasbatch.engine.function.FunctionName;
import io.faasbatch.engine.storage.Page;
import java.util.Optional;

/** What was given up, for a person to look at. Every call may throw {@link io.faasbatch.engine.storage.StorageUnavailableException}. */
public interface DeadLetters {

    /**
     * Newest first, without inputs and records.
     *
     * @throws IllegalArgumentException when {@code cursor} is none of a former page
     */
    Page<DeadLetter> list(Optional<FunctionName> function, Optional<String> cursor, int limit);

    Optional<DeadLetter> find(String id);

    /** Makes it work again, under the same id. */
    Redriven redrive(String id);

    /** @return false when there is no such dead letter */
    boolean discard(String id);

    /** What became of a redrive. */
    enum Redriven {
        AGAIN,
        /** There is no such dead letter (any more). */
        UNKNOWN,
        /** What would be needed to run it is gone. */
        INCOMPLETE
    }
}
