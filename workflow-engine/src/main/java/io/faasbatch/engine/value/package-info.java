/** Values by reference: leaves of a tree whose bytes stay in Redis until somebody looks into them. */
@NullMarked
package io.faasbatch.engine.value;

import org.jspecify.annotations.NullMarked;
