package io.faasbatch.proxy;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body up to a limit; one byte more fails the reading. */
final class LimitedBody extends FilterInputStream {

    /** The body is larger than this container takes. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException(long limit) {
            super("the body is larger than " + limit + " bytes");
        }
    }

    private final long limit;
    private long left;

    private LimitedBody(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    static LimitedBody of(HttpExchange exchange, long limit) throws IOException {
        String announced = exchange.getRequestHeaders().getFirst("Content-Length");
        if (announced != null && Long.parseLong(announced) > limit) {
            throw new TooLargeException(limit);
        }
        return new LimitedBody(exchange.getRequestBody(), limit);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        count(Math.max(0, count));
        return count;
    }

    /** A parser closes what it read from; the exchange may still want to drop the rest, and closes it itself. */
    @Override
    public void close() {}

    private void count(int read) throws TooLargeException {
        left -= read;
        if (left < 0) {
            throw new TooLargeException(limit);
        }
    }
}
