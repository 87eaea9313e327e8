package io.faasbatch.experiments.trace;

import java.io.IOException;
import java.util.Locale;

/** Writes a trace in its plain form. The same trace gives the same bytes, everywhere. Stateless. */
public final class TraceWriter {

    private static final String HEADER = "offset_ms,function,input\n";
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_MILLI = 1000;

    private TraceWriter() {}

    /** Offsets in milliseconds, to the microsecond. */
    public static void write(Trace trace, Appendable out) throws IOException {
        out.append(HEADER);
        for (Arrival arrival : trace.arrivals()) {
            long micros = arrival.offset().toNanos() / NANOS_PER_MICRO;
            out.append(String.format(
                    Locale.ROOT,
                    "%d.%03d,%s,%d\n",
                    micros / MICROS_PER_MILLI,
                    micros % MICROS_PER_MILLI,
                    arrival.function(),
                    arrival.input()));
        }
    }
}
