/** The load driver and the baselines it is read against. */
@NullMarked
package io.faasbatch.benchmarks;

import org.jspecify.annotations.NullMarked;
