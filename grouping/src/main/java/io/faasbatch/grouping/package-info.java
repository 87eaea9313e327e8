/** Invocation grouping: pending invocations of one function become batches for its containers. */
@NullMarked
package io.faasbatch.grouping;

import org.jspecify.annotations.NullMarked;
