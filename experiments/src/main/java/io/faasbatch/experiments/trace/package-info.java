/** Recorded and generated arrivals: read from files, cut and scaled. */
@NullMarked
package io.faasbatch.experiments.trace;

import org.jspecify.annotations.NullMarked;
