/** The workloads the original system was measured with, beside its figures. */
@NullMarked
package io.faasbatch.experiments.peers;

import org.jspecify.annotations.NullMarked;
