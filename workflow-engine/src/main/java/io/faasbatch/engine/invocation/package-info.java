/** Invocations: one run of a function, batched, sent to a container and recorded. */
@NullMarked
package io.faasbatch.engine.invocation;

import org.jspecify.annotations.NullMarked;
