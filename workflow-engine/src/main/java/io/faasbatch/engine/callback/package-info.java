/** Announces the end of asynchronous calls over HTTP: to allowed hosts only, signed, once per try. */
@NullMarked
package io.faasbatch.engine.callback;

import org.jspecify.annotations.NullMarked;
