/** Unpacks the archive a function is delivered in. */
@NullMarked
package io.faasbatch.proxy.code;

import org.jspecify.annotations.NullMarked;
