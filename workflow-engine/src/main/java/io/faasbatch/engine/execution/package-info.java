/** Executions: one run of a workflow, from its acceptance to its end. */
@NullMarked
package io.faasbatch.engine.execution;

import org.jspecify.annotations.NullMarked;
