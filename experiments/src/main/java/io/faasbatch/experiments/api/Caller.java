package io.faasbatch.experiments.api;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One client that waits for each answer, over one connection. Everything is done by the thread that calls: the client for many calls at once hands each answer
 * from thread to thread, which takes its time and the processors from what is measured. Used by one thread.
 */
public final class Caller implements AutoCloseable {

    private static final Timeout PATIENCE = Timeout.of(Gateway.CALL_PATIENCE);

    private final HttpHost host;
    private final String authorization;
    private final HttpRequester http = RequesterBootstrap.bootstrap()
            .setSocketConfig(SocketConfig.custom()
                    .setSoTimeout(PATIENCE.toMillisecondsIntBound(), TimeUnit.MILLISECONDS)
                    .setTcpNoDelay(true)
                    .build())
            .create();

    Caller(URI base, String authorization) {
        this.host = HttpHost.create(base);
        this.authorization = authorization;
    }

    /**
     * Calls a function and gives the answer as it came, whatever its status.
     *
     * @param sending told when there is a connection and the body is about to be written
     * @throws IOException when no answer came; the call may have run
     */
    public Reply call(String function, String input, Runnable sending) throws IOException {
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("POST", Gateway.invocations(function));
        request.setHeader("Authorization", authorization);
        request.setEntity(new WatchedEntity(input, sending));
        try {
            return http.execute(host, request, PATIENCE, HttpCoreContext.create(), Caller::reply);
        } catch (HttpException e) {
            throw new IOException("what came is no answer of HTTP", e);
        }
    }

    private static Reply reply(ClassicHttpResponse answer) throws HttpException, IOException {
        HttpEntity body = answer.getEntity();
        return new Reply(answer.getCode(), body == null ? "" : EntityUtils.toString(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
    }

    /** Tells when it is taken to be sent. */
    private static final class WatchedEntity extends HttpEntityWrapper {

        private final Runnable taken;

        WatchedEntity(String body, Runnable taken) {
            super(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
            this.taken = taken;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            taken.run();
            super.writeTo(out);
        }
    }
}
