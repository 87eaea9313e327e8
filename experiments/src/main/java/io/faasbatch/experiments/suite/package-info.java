/** The experiments themselves: what the configurations of each are, and how one is measured. */
@NullMarked
package io.faasbatch.experiments.suite;

import org.jspecify.annotations.NullMarked;
