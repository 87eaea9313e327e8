package io.faasbatch.gateway.worker;

import io.faasbatch.engine.worker.WorkerUnavailableException;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Joins the parts of an answer, up to a limit. */
record CappedBytes(int limit) {

    Mono<byte[]> join(Flux<byte[]> parts) {
        return parts.collect(ByteArrayOutputStream::new, this::append).map(ByteArrayOutputStream::toByteArray);
    }

    private void append(ByteArrayOutputStream all, byte[] part) {
        if (all.size() + part.length > limit) {
            throw new WorkerUnavailableException(
                    "a worker's answer is larger than " + limit + " bytes, the limit", null);
        }
        all.writeBytes(part);
    }
}
