/** A worker as others see it: who it is, what it can be asked, who else is there. */
@NullMarked
package io.faasbatch.engine.worker;

import org.jspecify.annotations.NullMarked;
