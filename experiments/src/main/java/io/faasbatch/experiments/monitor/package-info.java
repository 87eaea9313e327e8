/** Samples containers, memory and CPU while a load runs. */
@NullMarked
package io.faasbatch.experiments.monitor;

import org.jspecify.annotations.NullMarked;
