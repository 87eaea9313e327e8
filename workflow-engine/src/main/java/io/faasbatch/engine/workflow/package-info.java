/** Workflows: the graph a definition describes, its expressions, and the catalogue. */
@NullMarked
package io.faasbatch.engine.workflow;

import org.jspecify.annotations.NullMarked;
