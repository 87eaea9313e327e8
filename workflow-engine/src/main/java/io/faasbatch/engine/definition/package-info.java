/** Reading what users write: YAML with positions, and the faults found in it. */
@NullMarked
package io.faasbatch.engine.definition;

import org.jspecify.annotations.NullMarked;
