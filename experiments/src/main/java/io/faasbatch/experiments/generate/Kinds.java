package io.faasbatch.experiments.generate;

import io.faasbatch.experiments.command.Arguments;
import io.faasbatch.experiments.command.UsageException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;

/** What the kinds of traces mean, and what their options are when nothing is said. Stateless. */
final class Kinds {

    static final String NAMES = "poisson-low, poisson-medium, poisson-high, poisson, bursts, diurnal, sawtooth";

    /**
     * Invocations of one function a second: the three loads of the prototype of MXFaaS (ISCA 2023), from its published {@code KNative_prototype/run-all.py}
     * (github.com/jovans2/MXFaaS_Artifact).
     */
    private static final double LOW = 20;

    private static final double MEDIUM = 50;
    private static final double HIGH = 100;

    private static final double SWING = 0.8;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BURST = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(9);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final java.util.regex.Pattern RANGE =
            java.util.regex.Pattern.compile("([0-9]{1,2})(?:-([0-9]{1,2}))?");
    private static final int LARGEST_INPUT = 90;

    private Kinds() {}

    static Pattern pattern(String kind, Arguments given) throws UsageException {
        return switch (kind) {
            case "poisson-low" -> new Pattern.Poisson(new Rate.Constant(LOW));
            case "poisson-medium" -> new Pattern.Poisson(new Rate.Constant(MEDIUM));
            case "poisson-high" -> new Pattern.Poisson(new Rate.Constant(HIGH));
            case "poisson" -> new Pattern.Poisson(new Rate.Constant(given.factor("--rate", MEDIUM)));
            case "bursts" -> bursts(given);
            case "diurnal" -> new Pattern.Poisson(diurnal(given));
            case "sawtooth" -> new Pattern.Poisson(sawtooth(given));
            default -> throw new UsageException("unknown kind " + kind + "; there are " + NAMES);
        };
    }

    private static Pattern bursts(Arguments given) throws UsageException {
        Spell.Kind lengths = lengths(given.text("--lengths").orElse("fixed"));
        return new Pattern.Bursts(
                given.factor("--rate", HIGH),
                given.text("--calm-rate").isPresent() ? given.factor("--calm-rate", 1) : 0,
                new Spell(seconds(given.duration("--burst", BURST)), lengths),
                new Spell(seconds(given.duration("--calm", CALM)), lengths));
    }

    private static Rate diurnal(Arguments given) throws UsageException {
        double swing = given.factor("--swing", SWING);
        if (swing > 1) {
            throw new UsageException("--swing must be at most 1, not " + swing);
        }
        return new Rate.Diurnal(given.factor("--rate", MEDIUM), swing, seconds(given.duration("--period", MINUTE)));
    }

    private static Rate sawtooth(Arguments given) throws UsageException {
        double most = given.factor("--rate", HIGH);
        double least = given.text("--low").isPresent() ? given.factor("--low", 1) : 0;
        if (least > most) {
            throw new UsageException("--low must not be above --rate: " + least + ", " + most);
        }
        return new Rate.Sawtooth(least, most, seconds(given.duration("--period", MINUTE)));
    }

    private static Spell.Kind lengths(String name) throws UsageException {
        for (Spell.Kind kind : Spell.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        throw new UsageException("--lengths must be fixed, exponential or heavy, not " + name);
    }

    /** {@code 20}, {@code 20-26}, or {@code paper}. */
    static Inputs inputs(Arguments given) throws UsageException {
        String text = given.text("--inputs").orElse("20");
        if (text.equals("paper")) {
            return Inputs.PAPER;
        }
        Matcher matcher = RANGE.matcher(text);
        if (matcher.matches()) {
            int least = Integer.parseInt(matcher.group(1));
            int most = matcher.group(2) == null ? least : Integer.parseInt(matcher.group(2));
            if (least >= 1 && least <= most && most <= LARGEST_INPUT) {
                return Inputs.between(least, most);
            }
        }
        throw new UsageException(
                "--inputs must be a number from 1 to 90, a range such as 20-26, or paper, not " + text);
    }

    private static double seconds(Duration duration) throws UsageException {
        if (duration.isZero()) {
            throw new UsageException("a period, a burst and the calm after it must last");
        }
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
