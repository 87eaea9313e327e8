/** The records on the wire between a worker and a container proxy: JSON over HTTP/1.1. */
@NullMarked
package io.faasbatch.protocol;

import org.jspecify.annotations.NullMarked;
