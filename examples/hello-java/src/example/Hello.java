package example;

import io.faasbatch.api.Context;
import io.faasbatch.api.Handler;
import io.faasbatch.api.Key;
import java.util.concurrent.atomic.AtomicLong;

/** Greets, and counts the greetings of its container: every invocation of a container gets the same counter. */
public final class Hello implements Handler<Hello.Request, Hello.Greeting> {

    private static final Key<AtomicLong> GREETINGS = Key.of(AtomicLong.class, "greetings");

    /** The JSON input {@code {"name": ...}}. */
    public record Request(String name) {}

    /** The JSON output. */
    public record Greeting(String greeting, long number) {}

    @Override
    public Greeting handle(Request request, Context context) {
        long number = context.shared(GREETINGS, AtomicLong::new).incrementAndGet();
        String name = request == null || request.name() == null ? "world" : request.name();
        return new Greeting("Hello, " + name + "!", number);
    }
}
