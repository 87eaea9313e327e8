/** What the runs of an experiment came to: figures per configuration over its repeats, and their ratios to the baseline with confidence intervals. */
@NullMarked
package io.faasbatch.experiments.summary;

import org.jspecify.annotations.NullMarked;
