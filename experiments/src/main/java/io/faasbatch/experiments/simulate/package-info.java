/** Replays a trace through all strategies and keep-alive policies in virtual time. */
@NullMarked
package io.faasbatch.experiments.simulate;

import org.jspecify.annotations.NullMarked;
