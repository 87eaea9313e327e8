/** Tests of the Python runtime, against the real interpreter. */
@NullMarked
package io.faasbatch.proxy.runtime.python;

import org.jspecify.annotations.NullMarked;
