/** The functions that experiments call, and what their right answers are. */
@NullMarked
package io.faasbatch.experiments.workload;

import org.jspecify.annotations.NullMarked;
