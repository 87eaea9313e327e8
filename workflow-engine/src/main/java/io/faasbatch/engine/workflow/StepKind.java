package io.faasbatch.engine.workflow;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a step does, told by the key it has; every step has exactly one. */
enum StepKind {
    FUNCTION,
    STEPS,
    PARALLEL,
    WORKFLOW,
    WAIT,
    SET,
    PASS,
    FAIL,
    SUCCEED,
    SWITCH;

    /** Those that do work, which can be repeated, tried again and cut off. */
    private static final Set<StepKind> WORK = EnumSet.of(FUNCTION, STEPS, PARALLEL, WORKFLOW);

    private static final Set<String> WORK_KEYS = Set.of("foreach", "maxParallel", "retry", "timeout");

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a step of this kind that has this key; empty when nothing is. */
    String refusal(String key) {
        if (WORK_KEYS.contains(key) && !WORK.contains(this)) {
            return "applies only to a step with " + keys(WORK) + ", not to one with " + key();
        }
        if (key.equals("input") && !WORK.contains(this) && this != PASS) {
            return "applies only to a step with " + keys(WORK) + ", pass, not to one with " + key();
        }
        if (key.equals("output") && (this == FAIL || this == SUCCEED)) {
            return "a step with " + key() + " has no output of its own";
        }
        return "";
    }

    static String keys() {
        return keys(EnumSet.allOf(StepKind.class));
    }

    private static String keys(Set<StepKind> kinds) {
        return kinds.stream().map(StepKind::key).collect(Collectors.joining(", "));
    }

    static Set<String> keySet() {
        return Stream.of(values()).map(StepKind::key).collect(Collectors.toUnmodifiableSet());
    }
}
