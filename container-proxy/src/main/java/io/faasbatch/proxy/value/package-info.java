/** Values by reference: reads those of an input before user code runs, and writes the large and binary ones of an output. */
@NullMarked
package io.faasbatch.proxy.value;

import org.jspecify.annotations.NullMarked;
