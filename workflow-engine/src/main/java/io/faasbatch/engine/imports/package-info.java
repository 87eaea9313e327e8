/** What the readers of other systems' workflow files have in common: options, the order of steps, stand-in functions. */
@NullMarked
package io.faasbatch.engine.imports;

import org.jspecify.annotations.NullMarked;
