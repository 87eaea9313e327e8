/** Replays a list of arrivals through a strategy on a modelled worker, in virtual time: the same input gives the same outcome, bit by bit. */
@NullMarked
package io.faasbatch.grouping.simulation;

import org.jspecify.annotations.NullMarked;
