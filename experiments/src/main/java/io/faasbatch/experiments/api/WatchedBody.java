package io.faasbatch.experiments.api;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/** A body that tells when it is taken to be sent. */
record WatchedBody(HttpRequest.BodyPublisher body, Runnable taken) implements HttpRequest.BodyPublisher {

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
        taken.run();
        body.subscribe(subscriber);
    }
}
