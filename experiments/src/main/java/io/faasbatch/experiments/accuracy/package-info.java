/** How well the load driver keeps its schedule: measured against a server that answers at once. */
@NullMarked
package io.faasbatch.experiments.accuracy;

import org.jspecify.annotations.NullMarked;
