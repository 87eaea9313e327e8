/** Functions: their definitions, packages and catalogue. */
@NullMarked
package io.faasbatch.engine.function;

import org.jspecify.annotations.NullMarked;
