/** Sends calls on a schedule and accounts for every one of them. */
@NullMarked
package io.faasbatch.experiments.load;

import org.jspecify.annotations.NullMarked;
