/** Runs one trace through several strategies on real containers, side by side. */
@NullMarked
package io.faasbatch.experiments.compare;

import org.jspecify.annotations.NullMarked;
