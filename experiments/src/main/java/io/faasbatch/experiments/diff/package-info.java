/** Two results of the same experiment beside each other, and whether the later is worse than the noise explains. */
@NullMarked
package io.faasbatch.experiments.diff;

import org.jspecify.annotations.NullMarked;
