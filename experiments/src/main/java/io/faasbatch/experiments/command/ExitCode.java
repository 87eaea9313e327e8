package io.faasbatch.experiments.command;

/** How a command ends. */
public enum ExitCode {
    /** Every call was answered rightly. */
    GOOD(0),
    /** Calls were lost, failed, or answered wrongly or twice; the figures are there all the same. */
    FLAWED(1),
    /** The arguments are not what they must be, or a file is not a trace. */
    USAGE(2),
    /** A load was not sent as it was meant to be, so it is not reported. */
    UNPUNCTUAL(3),
    /** The system under measurement cannot be reached, or refuses what is asked of it. */
    NO_SYSTEM(4),
    /** A figure is worse than it was, beyond the noise. */
    REGRESSION(5),
    /** Nothing that was measured meets what was asked for. */
    NONE_MEETS(6);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
