package io.faasbatch.engine.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of data, written {@code 512B}, {@code 64KiB}, {@code 6MiB} or {@code 2GiB}; at least one byte. */
public record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB)");

    public ByteSize {
        if (bytes < 1) {
            throw new IllegalArgumentException("a size is at least 1 byte: " + bytes);
        }
    }

    /** Settings are read through this. */
    public static ByteSize valueOf(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a size (a number and B, KiB, MiB or GiB, such as 6MiB): " + text);
        }
        return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit(matcher.group(2))));
    }

    /** For buffers, which an array bounds. */
    public int intBytes() {
        return Math.toIntExact(Math.min(bytes, Integer.MAX_VALUE - 8));
    }

    private static long unit(String name) {
        return switch (name) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }

    @Override
    public String toString() {
        if (bytes % unit("GiB") == 0) {
            return bytes / unit("GiB") + "GiB";
        }
        if (bytes % unit("MiB") == 0) {
            return bytes / unit("MiB") + "MiB";
        }
        return bytes % unit("KiB") == 0 ? bytes / unit("KiB") + "KiB" : bytes + "B";
    }
}
