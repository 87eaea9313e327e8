/** Functions in Python: a host process of the interpreter, which is talked to in frames over its stdin and stdout. */
@NullMarked
package io.faasbatch.proxy.runtime.python;

import org.jspecify.annotations.NullMarked;
