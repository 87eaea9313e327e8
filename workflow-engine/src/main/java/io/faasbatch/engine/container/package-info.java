/** Containers of this worker: started, shared, reused, removed. */
@NullMarked
package io.faasbatch.engine.container;

import org.jspecify.annotations.NullMarked;
