/** What a trace is like: its bursts, how much of the same function runs at once, gaps, idle time and durations. */
@NullMarked
package io.faasbatch.experiments.analyze;

import org.jspecify.annotations.NullMarked;
